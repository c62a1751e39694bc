//! The binary: the library's command line and its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    herald::cli::run()
}
