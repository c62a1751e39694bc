//! Arguments → command → exit code.
//!
//! `herald ask "What can I ask?"` prints one reply and exits with 0. Exit code 1: the input or the knowledge has errors; 2: wrong
//! usage, or something around the program doesn't work. Either is said in one sentence on stderr.

mod ask;
mod batch;
mod beside;
mod chart;
mod chat;
pub mod check;
mod day;
mod dead;
mod draft;
mod eval;
mod explain;
mod failure;
mod opening;
mod progress;
mod report;
mod score;
mod serve;
mod table;
mod unused;

use std::ffi::OsString;
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use failure::Failure;

const EXAMPLES: &str = "\
Examples:
  herald ask \"What can I ask?\"
  herald chat
  herald draft release.txt --out my-announcement
  herald --knowledge my-announcement chat --watch

`herald help COMMAND` says more about each command.";

/// Answers questions about one announcement; says so when it has no answer
#[derive(Debug, Parser)]
#[command(name = "herald", version, after_help = EXAMPLES, max_term_width = 100)]
struct Args {
    /// Folder of the announcement to use instead of the one built in
    #[arg(
        long,
        global = true,
        env = "HERALD_KNOWLEDGE",
        hide_env_values = true,
        value_name = "DIR",
        display_order = 900
    )]
    #[arg(value_parser = clap::value_parser!(OsString))]
    knowledge: Option<OsString>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer one question, or many as JSON lines
    Ask(ask::Args),
    /// Ask and answer on the terminal
    Chat(chat::Args),
    /// Score labelled questions
    Eval(eval::Args),
    /// Find every problem in a knowledge folder
    #[command(after_help = CHECK_EXAMPLES)]
    Check {
        /// The folder; without it, the one in use
        dir: Option<PathBuf>,
    },
    /// Draft a knowledge folder from the text of an announcement
    Draft(draft::Args),
    /// Draw a chart of the announcement
    Chart(chart::Args),
    /// Run the Telegram bot
    #[command(after_help = SERVE_HELP)]
    Serve,
    /// Show what failed too often, and try it again
    Dead(dead::Args),
    /// Report questions without an answer, and votes
    Report(report::Args),
    /// Print completions for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell
        shell: Shell,
    },
}

const CHECK_EXAMPLES: &str = "\
Examples:
  herald check                     the announcement in use
  herald check my-announcement     another folder

Exits with 1 if there are errors; warnings alone exit with 0.";

const SERVE_HELP: &str = "\
Examples:
  herald serve                               the announcement built in
  herald --knowledge my-announcement serve   another one

Settings come from the environment or a file named .env; .env.example lists
them. Only TELOXIDE_TOKEN is needed: the token from @BotFather.";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  herald completions bash > ~/.local/share/bash-completion/completions/herald
  herald completions zsh > ~/.zfunc/_herald
  herald completions fish > ~/.config/fish/completions/herald.fish";

/// Runs the command line that the program was started with.
pub fn run() -> ExitCode {
    if let Err(error) = dotenvy::dotenv()
        && !error.not_found()
    {
        // The error itself may quote a line with a secret in it.
        return report(&anyhow::anyhow!("the file .env can't be read: check its lines, each is NAME=value"));
    }
    let args = Args::parse();
    match execute(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => report(&error),
    }
}

fn execute(args: Args) -> anyhow::Result<()> {
    let folder = args.knowledge.filter(|dir| !dir.is_empty()).map(PathBuf::from);
    let folder = folder.as_deref();
    let mut out = anstream::stdout().lock();
    match args.command {
        Command::Ask(args) => ask::run(&args, folder, &mut out)?,
        Command::Chat(args) => chat::run(&args, folder, &mut out)?,
        Command::Eval(args) => eval::run(&args, folder, &mut out)?,
        Command::Check { dir } => {
            if !check::run(dir.as_deref().or(folder), &mut out)? {
                out.flush()?;
                return Err(Failure::Told.into());
            }
        }
        Command::Draft(args) => draft::run(&args, &mut out)?,
        Command::Chart(args) => chart::run(&args, folder, &mut out)?,
        Command::Serve => {
            drop(out);
            return serve::run(folder);
        }
        Command::Dead(args) => dead::run(&args, &mut out)?,
        Command::Report(args) => report::run(&args, folder, &mut out)?,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "herald", &mut script);
            out.write_all(&script)?;
        }
    }
    Ok(out.flush()?)
}

/// The width to wrap at, where a person reads the output.
fn width() -> Option<usize> {
    /// Longer lines are hard to read.
    const WIDEST: usize = 100;
    let (terminal_size::Width(columns), _) = terminal_size::terminal_size()?;
    std::io::stdout().is_terminal().then(|| usize::from(columns).min(WIDEST))
}

/// A reader that has seen enough is no error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == ErrorKind::BrokenPipe)
}

/// Says what is wrong and gives the exit code.
fn report(error: &anyhow::Error) -> ExitCode {
    let failure = error.downcast_ref::<Failure>();
    if !matches!(failure, Some(Failure::Told)) {
        let _ = writeln!(anstream::stderr(), "herald: {error:#}");
    }
    ExitCode::from(if failure.is_some() { 1 } else { 2 })
}

/// What runs the bot, and what looks into its database. One thread: Telegram takes from a bot less than it can do, and threads that hand
/// messages to each other cost more than they bring.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
    built.context("the async runtime can't be started")
}

/// How a path is named in a message.
fn shown(path: &Path) -> String {
    path.display().to_string().chars().filter(|character| !character.is_control()).collect()
}
