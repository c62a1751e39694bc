//! `herald draft FILE --out DIR`: an announcement → the draft of its knowledge folder.
//!
//! `herald draft release.txt --out my-bot` writes `my-bot/source.txt`, `facts.toml`, `vocabulary.toml` and `questions.jsonl`.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::failure::Failure;
use super::progress::Progress;
use super::shown;
use crate::draft::{draft, steps};

const EXAMPLES: &str = "\
Examples:
  herald draft release.txt --out my-announcement
  herald check my-announcement
  herald --knowledge my-announcement chat --watch

The draft has a fact for each figure and each statement. TODO marks what you
must decide: wording, names that people use, what a question must mention.";

/// Longer texts are no announcements.
const LONGEST: usize = 1024 * 1024;

/// What to draft from, and where to.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The announcement, as plain text in UTF-8
    file: PathBuf,
    /// The folder to write; it must not be there yet
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Writes the draft and says what is in it.
pub(super) fn run(args: &Args, out: &mut impl Write) -> anyhow::Result<()> {
    let source = read(&args.file)?;
    let dir = &args.out;
    if dir.symlink_metadata().is_ok() {
        anyhow::bail!("{} is there already: name a new folder with --out, so that nothing is overwritten", shown(dir));
    }
    let mut progress = Progress::new(steps(&source));
    let draft = draft(&source, || progress.step());
    progress.clear();
    if draft.facts == 0 {
        return Err(Failure::input(format!(
            "{} has no sentence to make a fact of: put the announcement's text in it",
            shown(&args.file)
        )));
    }
    let folder = &draft.folder;
    let files = [
        ("source.txt", Some(&folder.source)),
        ("facts.toml", Some(&folder.facts)),
        ("vocabulary.toml", Some(&folder.vocabulary)),
        ("questions.jsonl", folder.questions.as_ref()),
    ];
    std::fs::create_dir_all(dir).with_context(|| format!("can't make the folder {}", shown(dir)))?;
    for (name, text) in files {
        let path = dir.join(name);
        let text = text.map_or("", String::as_str);
        std::fs::write(&path, text).with_context(|| format!("can't write {}", shown(&path)))?;
    }
    let speakers = if draft.speakers.is_empty() { "nobody by name".to_owned() } else { draft.speakers.join(", ") };
    writeln!(out, "{}: {} facts, {} figures; speaking: {speakers}", shown(dir), draft.facts, draft.figures)?;
    writeln!(out, "Next: go through the TODOs in it, and see `herald check {}`", shown(dir))?;
    Ok(())
}

/// The text of the announcement, or why it is none.
fn read(file: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(file).with_context(|| format!("can't read the announcement in {}", shown(file)))?;
    let name = shown(file);
    if bytes.len() > LONGEST {
        return Err(Failure::input(format!("{name} is longer than 1 MiB: give the text of one announcement")));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::input(format!("{name} isn't UTF-8 text: save it as plain text in UTF-8")))?;
    if text.contains('\0') {
        return Err(Failure::input(format!("{name} isn't text: save the announcement as plain text in UTF-8")));
    }
    if text.trim().is_empty() {
        return Err(Failure::input(format!("{name} is empty: put the announcement's text in it")));
    }
    Ok(text)
}
