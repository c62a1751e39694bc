//! `herald chat`: a conversation on the terminal; plain lines in and out of a pipe.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use super::ask::fault;
use super::batch::read_line;
use super::opening::open;
use super::{shown, width};
use crate::answer::{Kind, Reply, Smalltalk};
use crate::dialogue::{Conversation, respond};
use crate::knowledge::KnowledgeBase;
use crate::render;
use crate::text::{Lang, Script};

const EXAMPLES: &str = "\
Examples:
  herald chat
  herald --knowledge my-announcement chat --watch
  printf 'What can I ask?\\nthanks\\n' | herald chat

Type exit, or press Ctrl-D, to leave.";

/// How to chat.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Read the folder of --knowledge anew whenever a file in it changes
    #[arg(long)]
    watch: bool,
}

/// Chats until the input ends.
pub(super) fn run(args: &Args, folder: Option<&Path>, out: &mut impl Write) -> anyhow::Result<()> {
    let watched = match (args.watch, folder) {
        (false, _) => None,
        (true, Some(folder)) => Some(folder),
        (true, None) => anyhow::bail!("--watch needs a folder to watch: name it with --knowledge"),
    };
    let kb = open(folder)?;
    let seen = watched.map(changes);
    let mut chat = Chat { kb, conversation: Conversation::default(), watched, seen, out };
    if std::io::stdin().is_terminal() { chat.typed() } else { chat.piped(std::io::stdin().lock()) }
}

struct Chat<'a, W> {
    kb: KnowledgeBase,
    conversation: Conversation,
    watched: Option<&'a Path>,
    seen: Option<Vec<Change>>,
    out: &'a mut W,
}

impl<W: Write> Chat<'_, W> {
    /// With a prompt and a history.
    fn typed(&mut self) -> anyhow::Result<()> {
        let mut hello = Reply::new(Kind::Smalltalk, Lang::En, Script::Simplified);
        hello.smalltalk = Some(Smalltalk::Help);
        writeln!(self.out, "{}\nType exit, or press Ctrl-D, to leave.\n", render::terminal(&self.kb, &hello, width()))?;
        let mut editor = DefaultEditor::new()?;
        let history = history();
        for line in history.iter().flat_map(std::fs::read_to_string).flat_map(|text| lines(&text)) {
            editor.add_history_entry(line)?;
        }
        loop {
            self.out.flush()?;
            match editor.readline("> ") {
                Ok(line) if ["exit", "quit"].contains(&line.trim()) => return Ok(()),
                Ok(line) if line.trim().is_empty() => {}
                Ok(line) => {
                    editor.add_history_entry(&line)?;
                    remember(history.as_deref(), &line);
                    self.turn(&line)?;
                    writeln!(self.out)?;
                }
                Err(ReadlineError::Interrupted) => {}
                Err(ReadlineError::Eof) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Line by line, an empty line between replies.
    fn piped(&mut self, mut input: impl BufRead) -> anyhow::Result<()> {
        let mut line = Vec::new();
        let mut first = true;
        // Of a line that is too long enough is kept to say so.
        while read_line(&mut input, &mut line)?.is_some() {
            let text = String::from_utf8_lossy(&line);
            if !text.trim().is_empty() {
                if !std::mem::take(&mut first) {
                    writeln!(self.out)?;
                }
                self.turn(text.trim())?;
                self.out.flush()?;
            }
        }
        Ok(())
    }

    fn turn(&mut self, text: &str) -> anyhow::Result<()> {
        self.reload()?;
        if let Some(fault) = fault(text) {
            writeln!(self.out, "The question {fault}.")?;
            return Ok(());
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed());
        let reply = respond(&self.kb, &mut self.conversation, text, now);
        write!(self.out, "{}", render::terminal(&self.kb, &reply, width()))?;
        Ok(())
    }

    /// Takes the folder's changes in; a folder with errors leaves the knowledge as it was.
    fn reload(&mut self) -> anyhow::Result<()> {
        let Some(folder) = self.watched else { return Ok(()) };
        let now = changes(folder);
        if self.seen.as_ref() == Some(&now) {
            return Ok(());
        }
        self.seen = Some(now);
        match open(Some(folder)) {
            Ok(kb) => {
                self.kb = kb;
                self.conversation = Conversation::default();
                writeln!(self.out, "[{} has changed and is read anew]", shown(folder))?;
            }
            Err(error) => writeln!(self.out, "[{error:#}; until then the last good version answers]")?,
        }
        Ok(())
    }
}

/// A file of the folder with what tells that it has changed.
type Change = (PathBuf, Option<SystemTime>, u64);

/// The state of a folder's files.
fn changes(folder: &Path) -> Vec<Change> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut changes: Vec<_> = files
        .filter_map(|file| {
            let meta = file.metadata().ok()?;
            Some((file.path(), meta.modified().ok(), meta.len()))
        })
        .collect();
    changes.sort();
    changes
}

/// Where earlier questions are kept: below the user's state directory, if there is one.
fn history() -> Option<PathBuf> {
    let given = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let state = given("XDG_STATE_HOME").or_else(|| Some(given("HOME")?.join(".local/state")))?;
    state.is_absolute().then(|| state.join("herald").join("history"))
}

/// The last lines of a history.
fn lines(text: &str) -> Vec<String> {
    /// More are of no use to anybody.
    const KEPT: usize = 500;
    let lines: Vec<_> = text.lines().map(str::to_owned).collect();
    lines[lines.len().saturating_sub(KEPT)..].to_vec()
}

/// Adds a line to the history; a history that can't be written is none.
fn remember(history: Option<&Path>, line: &str) {
    let Some(history) = history else { return };
    let write = || -> std::io::Result<()> {
        if let Some(folder) = history.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(history)?;
        writeln!(file, "{}", line.replace(['\n', '\r'], " "))
    };
    drop(write());
}
