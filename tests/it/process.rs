//! The real binary against a fake server: `Home::new().start(&fake)` is a running `herald serve`.
//!
//! A home is a folder with the database; what is started in it again finds what the run before left.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::fake::Fake;

/// How long a test waits for a process to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// A working directory with a database.
pub struct Home {
    folder: tempfile::TempDir,
}

/// A running herald. It is killed when this is dropped.
pub struct Herald {
    child: Child,
    log: PathBuf,
}

/// How a process that has ended left.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// What it wrote on stderr.
    pub log: String,
}

impl Home {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts `herald serve` without Telegram's limits and its own, and waits until it polls.
    pub fn start(&self, fake: &Fake) -> Herald {
        let polls = fake.look(|state| state.polls);
        let herald = self.start_with(fake, &[]);
        fake.wait_until("the first poll", |fake| fake.look(|state| state.polls) > polls);
        herald
    }

    /// Runs another command of herald here, to its end; gives its exit code, what it printed and what it complained of.
    pub fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_herald"));
        let output = command.args(arguments).current_dir(self.folder.path()).env_clear().output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    /// Starts `herald serve` with other variables; an empty value takes one away.
    pub fn start_with(&self, fake: &Fake, variables: &[(&str, &str)]) -> Herald {
        self.start_by(Command::new(env!("CARGO_BIN_EXE_herald")).arg("serve"), fake, variables)
    }

    /// As [`Home::start_with`], with another command to start it by.
    pub fn start_by(&self, command: &mut Command, fake: &Fake, variables: &[(&str, &str)]) -> Herald {
        let log = self.path("stderr.log");
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("TELOXIDE_TOKEN", fake.token())
            .env("TELOXIDE_API_URL", fake.url())
            .env("HERALD_PACING", "off")
            .env("HERALD_USER_LIMIT", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap());
        for (name, value) in variables {
            if value.is_empty() {
                command.env_remove(name);
            } else {
                command.env(name, value);
            }
        }
        Herald { child: command.spawn().unwrap(), log }
    }
}

impl Herald {
    /// kill -9, and waits until the process is gone.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal: "TERM", "INT".
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Waits until the process ends by itself.
    pub fn wait(mut self) -> Ended {
        let start = Instant::now();
        let status: ExitStatus = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "herald does not end:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        };
        Ended { code: status.code(), log: self.log() }
    }

    /// What it has written on stderr so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Herald {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
