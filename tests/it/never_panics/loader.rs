//! Any folder is loaded or told what is wrong with it: the announcement's own files with lines moved, cut, doubled and overwritten.
//!
//! What loads all the same is asked and rendered: markup in its wording must come out as text.

use herald::cli::check::print;
use herald::dialogue::{Conversation, respond};
use herald::knowledge::load::check;
use herald::knowledge::{Folder, load};
use herald::render;
use proptest::prelude::*;

use crate::fake::html;

/// What is put into a file in the place of something.
const PIECES: &[&str] = &[
    "",
    "\"",
    "'''",
    "\"\"\"",
    "[",
    "]",
    "[fact.x]",
    "[[",
    "=",
    "= {",
    "}",
    "#",
    "\\",
    "\\u0000",
    "<b>",
    "&",
    "</blockquote>",
    "{missing}",
    "{",
    "*",
    "、",
    ",",
    "，",
    "8.8",
    "1e999",
    "-",
    "0",
    "/ 0",
    "(",
    ")",
    "\u{202e}",
    "😀",
    "\u{0}",
    "\r\n",
    "\n\n",
    "inf",
    "en = ",
    "zh",
    "quote",
];

/// A change of a text. Places are parts of 65,536, so that they fit any text.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A line goes.
    Drop(u16),
    /// A line comes twice.
    Double(u16),
    /// Two lines change places.
    Swap(u16, u16),
    /// The text ends.
    Cut(u16),
    /// A piece is put between two characters.
    Insert(u16, &'static str),
    /// A piece replaces some characters.
    Overwrite(u16, usize, &'static str),
}

/// Changes, and which of the three files each is made to.
pub fn changes() -> impl Strategy<Value = Vec<(usize, Change)>> {
    let piece = || prop::sample::select(PIECES);
    let change = prop_oneof![
        2 => any::<u16>().prop_map(Change::Drop),
        2 => any::<u16>().prop_map(Change::Double),
        1 => (any::<u16>(), any::<u16>()).prop_map(|(a, b)| Change::Swap(a, b)),
        1 => any::<u16>().prop_map(Change::Cut),
        6 => (any::<u16>(), piece()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        4 => (any::<u16>(), 1..40_usize, piece()).prop_map(|(at, length, piece)| Change::Overwrite(at, length, piece)),
    ];
    prop::collection::vec((0..3_usize, change), 1..4)
}

fn changed(text: &str, change: &Change) -> String {
    let place = |part: u16, of: usize| usize::from(part) * of / 65_536;
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut chars: Vec<char> = text.chars().collect();
    match *change {
        Change::Drop(at) if !lines.is_empty() => drop(lines.remove(place(at, lines.len()))),
        Change::Double(at) if !lines.is_empty() => {
            let at = place(at, lines.len());
            lines.insert(at, lines[at]);
        }
        Change::Swap(a, b) if !lines.is_empty() => {
            let (a, b) = (place(a, lines.len()), place(b, lines.len()));
            lines.swap(a, b);
        }
        Change::Drop(_) | Change::Double(_) | Change::Swap(..) => {}
        Change::Cut(at) => return chars[..place(at, chars.len())].iter().collect(),
        Change::Insert(at, piece) => {
            let at = place(at, chars.len());
            chars.splice(at..at, piece.chars());
            return chars.into_iter().collect();
        }
        Change::Overwrite(at, length, piece) => {
            let at = place(at, chars.len());
            let end = chars.len().min(at + length);
            chars.splice(at..end, piece.chars());
            return chars.into_iter().collect();
        }
    }
    lines.concat()
}

/// Loads a folder after these changes, whatever comes of it. Gives whether it loads.
pub fn check_changes(changes: &[(usize, Change)]) -> bool {
    let mut folder = Folder::built_in();
    for (file, change) in changes {
        let text = [&mut folder.source, &mut folder.facts, &mut folder.vocabulary].into_iter().nth(*file).unwrap();
        *text = changed(text, change);
    }
    let mut out: Vec<u8> = Vec::new();
    match check(&folder) {
        Ok((_, problems)) | Err(problems) => {
            for problem in &problems {
                // A place is one that can be shown.
                let text = folder.text(&problem.file).unwrap_or_else(|| panic!("{problem:?}"));
                assert!(text.get(problem.span.start..problem.span.end).is_some(), "{problem:?}");
            }
            print(None, &folder, &problems, &mut out).unwrap();
        }
    }
    let Ok((kb, _)) = load(&folder) else { return false };
    for question in ["how much pork a day?", "什么时候开的发布会？", "how much beef?"] {
        let reply = respond(&kb, &mut Conversation::default(), question, 0);
        let text = render::text(&kb, &reply);
        assert_eq!(html::parse(&render::html(&kb, &reply)).as_deref(), Ok(text.as_str()), "{question}");
    }
    true
}

proptest! {
    #![proptest_config(super::cases(24))]

    #[test]
    fn any_folder_is_loaded_or_refused(changes in changes()) {
        check_changes(&changes);
    }
}
