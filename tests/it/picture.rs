//! The picture in README.md: how replies look on a phone, drawn as an SVG from the replies that the program gives.
//!
//! `HERALD_DRAW=1 cargo test --test it picture` draws `tests/fixtures/reply.svg` anew after a change of the wording.

use std::fmt::Write as _;
use std::path::Path;

use herald::dialogue::{Conversation, respond};
use herald::knowledge::built_in;
use herald::render::{Block, document};

/// Pixels: the width of the phone, what a line of text takes, and the room around it.
const WIDTH: usize = 400;
const LINE: usize = 20;
const PAD: usize = 12;
/// Columns of a bubble's text; a Chinese character takes two.
const COLUMNS: usize = 44;

/// What is asked in the picture.
const ASKED: [&str; 2] = ["How much pork was sold a day?", "那蔬菜呢？"];

/// A line of a bubble: its text, and how it is set.
type Line = (String, &'static str);

fn picture() -> String {
    let kb = built_in();
    let mut conversation = Conversation::default();
    let (mut body, mut y) = (String::new(), PAD);
    for asked in ASKED {
        let reply = respond(&kb, &mut conversation, asked, 0);
        bubble(&mut body, &mut y, &wrapped(asked, "t"), true);
        let lines: Vec<Line> = document(&kb, &reply).into_iter().flat_map(|block| set(&block)).collect();
        bubble(&mut body, &mut y, &lines, false);
    }
    let style = ".t{fill:#1c222b}.b{fill:#1c222b;font-weight:600}.q{fill:#2b5f8a}.s{fill:#5b6572;font-style:italic}";
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{y}\" font-family=\"Helvetica,Arial,'Noto Sans SC',\
         'PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif\" font-size=\"14\">\n<style>{style}</style>\n\
         <rect width=\"{WIDTH}\" height=\"{y}\" rx=\"18\" fill=\"#d5e3ee\"/>\n{body}</svg>\n"
    )
}

/// A block as Telegram shows it: the headline bold, the quote beside a bar, the source in italics.
fn set(block: &Block) -> Vec<Line> {
    match block {
        Block::Headline(text) | Block::Verdict(text) => wrapped(text, "b"),
        Block::Quote { text, .. } => wrapped(text, "q"),
        Block::Source(text) => wrapped(text, "s"),
        Block::Sentence(text) | Block::Working(text) | Block::Note(text) | Block::Hint(text) => wrapped(text, "t"),
        Block::List(items) => {
            items.iter().flat_map(|item| wrapped(&format!("{}{}{}", item.marker, item.lead, item.rest), "t")).collect()
        }
    }
}

fn wrapped(text: &str, class: &'static str) -> Vec<Line> {
    let wide = |c: char| if c.is_ascii() { 1 } else { 2 };
    let (mut lines, mut line, mut columns) = (Vec::new(), String::new(), 0);
    // Latin text breaks at spaces, Chinese anywhere.
    let mut words: Vec<String> = vec![String::new()];
    for c in text.chars() {
        if wide(c) == 2 {
            words.extend([c.to_string(), String::new()]);
        } else if let Some(word) = words.last_mut() {
            word.push(c);
            if c == ' ' {
                words.push(String::new());
            }
        }
    }
    for word in words {
        let width = word.trim_end().chars().map(wide).sum::<usize>();
        if columns + width > COLUMNS {
            lines.push((std::mem::take(&mut line).trim_end().to_owned(), class));
            columns = 0;
        }
        columns += word.chars().map(wide).sum::<usize>();
        line.push_str(&word);
    }
    lines.push((line, class));
    lines
}

fn bubble(body: &mut String, y: &mut usize, lines: &[Line], mine: bool) {
    let columns = |line: &Line| line.0.chars().map(|c| if c.is_ascii() { 16 } else { 28 }).sum::<usize>() / 2;
    let width = (lines.iter().map(columns).max().unwrap_or_default() + 2 * PAD).min(WIDTH - 3 * PAD);
    let height = lines.len() * LINE + PAD;
    let (x, fill) = if mine { (WIDTH - width - PAD, "#e2f7cb") } else { (PAD, "#ffffff") };
    _ = writeln!(body, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"12\" fill=\"{fill}\"/>");
    for (at, (text, class)) in lines.iter().enumerate() {
        let (left, base) = (x + PAD, *y + (at + 1) * LINE);
        if *class == "q" {
            let (bar, top) = (x + PAD - 6, base - 15);
            _ = writeln!(body, "<rect x=\"{bar}\" y=\"{top}\" width=\"3\" height=\"{LINE}\" fill=\"#2b7ab8\"/>");
        }
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        _ = writeln!(body, "<text x=\"{left}\" y=\"{base}\" class=\"{class}\">{text}</text>");
    }
    *y += height + PAD;
}

#[test]
fn the_picture_shows_what_the_program_replies() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reply.svg");
    let drawn = picture();
    if std::env::var_os("HERALD_DRAW").is_some() {
        std::fs::write(&file, &drawn).expect("the picture");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == drawn, "{} is not of today's replies: HERALD_DRAW=1 cargo test --test it picture", file.display());
}
