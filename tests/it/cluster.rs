//! A `PostgreSQL` server of a test's own, which it can stop and start: `Cluster::start()`, `cluster.stop()`, `cluster.start_again()`.
//!
//! It listens at a socket in a temporary folder. Where the programs aren't installed there is none, and one line says so.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Once;

/// Who runs a server where the tests are root's: the server itself refuses to be.
const USER: &str = "postgres";
/// Where Debian has its programs, a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// A server. It ends when this is dropped.
pub struct Cluster {
    folder: tempfile::TempDir,
    programs: PathBuf,
}

impl Cluster {
    /// Makes a server and starts it; `None` where the programs aren't installed.
    pub fn start() -> Option<Self> {
        static TOLD: Once = Once::new();
        let Some(programs) = programs() else {
            // Not by a macro, which the tests' output would be kept from.
            TOLD.call_once(|| {
                let _ = writeln!(
                    std::io::stderr(),
                    "no initdb and pg_ctl: the tests that stop a PostgreSQL server are left out"
                );
            });
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        if is_root() {
            let owned = Command::new("chown").arg(USER).arg(folder.path()).status().unwrap();
            assert!(owned.success());
        }
        let cluster = Self { folder, programs };
        cluster.run(
            "initdb",
            &["--auth=trust", "--username=herald", "--encoding=UTF8", "--no-sync", "-D", &cluster.data()],
        );
        cluster.start_again();
        Some(cluster)
    }

    /// Stops it, as a machine that is shut down does.
    pub fn stop(&self) {
        self.run("pg_ctl", &["stop", "-w", "-m", "fast", "-D", &self.data()]);
    }

    /// Starts it, and waits until it answers.
    pub fn start_again(&self) {
        let options = format!("-k {} -c listen_addresses= -c fsync=off", self.folder.path().display());
        let log = self.folder.path().join("log").display().to_string();
        self.run("pg_ctl", &["start", "-w", "-l", &log, "-o", &options, "-D", &self.data()]);
    }

    /// What `HERALD_DATABASE_URL` is to be.
    pub fn url(&self) -> String {
        let socket = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres://herald@{socket}/postgres")
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        assert!(self.command(program, arguments).status().unwrap().success(), "{program} {arguments:?}");
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", USER, "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        // What it starts outlives it, and must not hold on to the output of the tests.
        command.args(arguments).current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.command("pg_ctl", &["stop", "-w", "-m", "immediate", "-D", &self.data()]).status();
    }
}

/// The folder that holds the programs.
fn programs() -> Option<PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|it| it.path().join("bin")).collect();
    folders.sort();
    let has = |folder: &Path| folder.join("initdb").exists() && folder.join("pg_ctl").exists();
    std::env::split_paths(&paths).chain(folders.into_iter().rev()).find(|it| has(it))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|it| it.stdout.trim_ascii() == b"0")
}
