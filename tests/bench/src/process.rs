//! The `herald` program as others start it → where it is, how big it is, and how long one question takes from start to exit.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::stats::{Summary, micros};

/// How often it is started.
const STARTS: usize = 51;
/// What it is asked: the question of the README.
pub const ASKED: &str = "how much pork";

/// How the variables begin that cargo sets for a program that it runs.
const TOLD: [&str; 2] = ["CARGO_PKG_", "CARGO_MANIFEST_"];

/// The program that is named, or else the one beside this one.
pub fn find(named: Option<&str>) -> Result<PathBuf, String> {
    let path = match named {
        Some(named) => PathBuf::from(named),
        None => std::env::current_exe().expect("the bench knows where it is").with_file_name("herald"),
    };
    // Herald is started in a folder of its own: a path from here would lead nowhere.
    let there = path.canonicalize().ok().filter(|path| path.is_file());
    there.ok_or_else(|| format!("`{}` is no file: run `cargo build --release` first, or name a herald", path.display()))
}

/// Builds the program beside this one, so that it is of the same state.
pub fn build() -> Result<PathBuf, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    let mut command = Command::new(cargo);
    command.args(["build", "--release", "--manifest-path", manifest]);
    // `cargo run` tells this program which package it is of. Build scripts that look at that would run again, for nothing.
    let told = |name: &OsString| name.to_str().is_some_and(|name| TOLD.iter().any(|start| name.starts_with(start)));
    std::env::vars_os().filter(|(name, _)| told(name)).for_each(|(name, _)| _ = command.env_remove(name));
    match command.status() {
        Ok(status) if status.success() => find(None),
        _ => Err("herald can't be built: see what cargo says above".to_owned()),
    }
}

/// The size of the program, in MiB.
pub fn mebibytes(binary: &Path) -> f64 {
    binary.metadata().map_or(f64::NAN, |about| about.len() as f64 / 1024.0 / 1024.0)
}

/// How long `herald ask` takes as a whole process, in milliseconds.
pub fn ask(binary: &Path) -> Summary {
    let once = || {
        let mut herald = Command::new(binary);
        herald.args(["ask", ASKED]).env("HERALD_KNOWLEDGE", "").stdin(Stdio::null()).stdout(Stdio::null());
        micros(|| assert!(herald.status().is_ok_and(|status| status.success()), "herald answers")) / 1e3
    };
    // The first start reads the program from the disk.
    once();
    let mut times: Vec<f64> = (0..STARTS).map(|_| once()).collect();
    Summary::of(&mut times)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = find(Some("no/such/herald")).expect_err("no file");
        assert_eq!(error, "`no/such/herald` is no file: run `cargo build --release` first, or name a herald");
        assert!(find(Some(".")).is_err(), "a folder is no program");
    }
}
