//! `herald chart ID --out FILE` → the picture that the bot would send, to look at; without an ID the charts that there are.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::failure::Failure;
use super::opening::open;
use super::shown;
use crate::answer::{Kind, Reply};
use crate::render::chart;
use crate::text::{Lang, Script};

const EXAMPLES: &str = "\
Examples:
  herald chart                              the charts of the announcement
  herald chart growth --out growth.png      one of them, as a picture
  herald chart growth --lang zh --out growth.png";

/// Which chart, and where to.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The chart; without it, they are listed
    #[arg(requires = "out")]
    id: Option<String>,
    /// The PNG file to write
    #[arg(long, value_name = "FILE", requires = "id")]
    out: Option<PathBuf>,
    /// The language of its texts: en, zh (simplified) or zh-hant (traditional)
    #[arg(long, value_enum, default_value = "en", hide_possible_values = true)]
    lang: Language,
}

/// A language, and for Chinese a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Language {
    /// English
    En,
    /// Chinese, simplified
    Zh,
    /// Chinese, traditional
    ZhHant,
}

/// Lists the charts, or draws one.
pub(super) fn run(args: &Args, folder: Option<&Path>, out: &mut impl Write) -> anyhow::Result<()> {
    let kb = open(folder)?;
    let reader = match args.lang {
        Language::En => Reply::new(Kind::Answer, Lang::En, Script::Simplified),
        Language::Zh => Reply::new(Kind::Answer, Lang::Zh, Script::Simplified),
        Language::ZhHant => Reply::new(Kind::Answer, Lang::Zh, Script::Traditional),
    };
    let (Some(id), Some(file)) = (&args.id, &args.out) else {
        for chart in &kb.charts {
            writeln!(out, "{}  {}", chart.id, chart.title.get(reader.lang))?;
        }
        return Ok(());
    };
    let Some(found) = kb.charts.iter().find(|chart| chart.id == *id) else {
        let ids: Vec<&str> = kb.charts.iter().map(|chart| chart.id.as_str()).collect();
        let known = if ids.is_empty() { "it has none".to_owned() } else { format!("it has {}", ids.join(", ")) };
        return Err(Failure::input(format!("the announcement has no chart `{id}`: {known}")));
    };
    std::fs::write(file, chart::png(&kb, found, &reader))
        .with_context(|| format!("{} can't be written", shown(file)))?;
    for line in chart::caption(&kb, found, &reader) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
