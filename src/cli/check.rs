//! `herald check`: a knowledge folder → every problem in it with its place, and a closing line.
//!
//! ```text
//! error[unknown-voice]: there is no voice `onw`
//!   --> press/facts.toml:31:9
//!    |
//! 31 | voice = "onw"
//!    |         ^^^^^
//!    |
//!    = help: did you mean `own`?
//! 1 error, 0 warnings
//! ```

use std::io::Write;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::knowledge::diagnostic::Severity;
use crate::knowledge::load::check;
use crate::knowledge::{Basis, Diagnostic, Folder, KnowledgeBase};
use crate::text::Span;

/// Validates a folder, or without one the announcement built in, and writes every problem; true where none is an error.
///
/// The output has colours: hand over a stream that takes them away where nobody can see them, such as `anstream`'s.
pub fn run(dir: Option<&Path>, out: &mut impl Write) -> anyhow::Result<bool> {
    let folder = dir.map_or_else(|| Ok(Folder::built_in()), Folder::read)?;
    match check(&folder) {
        Ok((knowledge, warnings)) => {
            print(dir, &folder, &warnings, out)?;
            if let Some(kinds) = kinds(&warnings) {
                writeln!(out, "{kinds}")?;
            }
            writeln!(out, "{}", summary(&knowledge, warnings.len()))?;
            Ok(true)
        }
        Err(mut problems) => {
            // The errors last, where one looks first.
            problems.sort_by_key(Diagnostic::is_error);
            print(dir, &folder, &problems, out)?;
            if let Some(kinds) = kinds(&problems) {
                writeln!(out, "{kinds}")?;
            }
            let errors = problems.iter().filter(|problem| problem.is_error()).count();
            let warnings = problems.len() - errors;
            writeln!(out, "{}, {}", counted(errors, "error"), counted(warnings, "warning"))?;
            Ok(false)
        }
    }
}

/// Writes each problem with the line that it stands in.
pub fn print(
    dir: Option<&Path>,
    folder: &Folder,
    problems: &[Diagnostic],
    out: &mut impl Write,
) -> std::io::Result<()> {
    let renderer = Renderer::styled();
    for problem in problems {
        let text = folder.text(&problem.file).unwrap_or_default();
        let (lines, first_line, span) = excerpt(text, problem.span);
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let snippet = Snippet::source(lines)
            .line_start(first_line)
            .path(path(dir, &problem.file))
            .annotation(AnnotationKind::Primary.span(span.start..span.end));
        let mut group = level.primary_title(problem.message.as_str()).id(problem.code).element(snippet);
        let beside = problem.beside.and_then(|(file, span)| Some((file, passage(folder.text(file)?, span))));
        if let Some((file, (lines, first_line, span))) = beside {
            let there = AnnotationKind::Context.span(span.start..span.end).label("the source has this");
            group =
                group.element(Snippet::source(lines).line_start(first_line).path(path(dir, file)).annotation(there));
        }
        if let Some(help) = &problem.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        writeln!(out, "{}\n", renderer.render(&[group]))?;
    }
    Ok(())
}

/// Where the file is: the common part and the announcement built in are below `knowledge/` in the sources.
fn path(dir: Option<&Path>, file: &str) -> String {
    match dir {
        _ if file.starts_with("common/") => format!("knowledge/{file}"),
        Some(dir) => dir.join(file).display().to_string(),
        None => format!("knowledge/announcement/{file}"),
    }
}

/// The lines that a span is in, the number of the first one, and the span within them.
fn excerpt(text: &str, span: Span) -> (&str, usize, Span) {
    let start = text.floor_char_boundary(span.start);
    let end = text.ceil_char_boundary(span.end.max(start));
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let line = text[..from].bytes().filter(|&b| b == b'\n').count() + 1;
    (&text[from..to], line, Span::new(start - from, end - from))
}

/// As [`excerpt`], shortened to some words around the span: a paragraph may be long.
fn passage(text: &str, span: Span) -> (&str, usize, Span) {
    /// Characters on either side.
    const AROUND: usize = 40;
    let (lines, first_line, within) = excerpt(text, span);
    let from = lines[..within.start].char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let to = lines[within.end..].char_indices().nth(AROUND).map_or(lines.len(), |(at, _)| within.end + at);
    // Several lines keep their beginnings, so that their numbers stay right.
    (&lines[from..to], first_line, Span::new(within.start - from, within.end - from))
}

fn summary(knowledge: &KnowledgeBase, warnings: usize) -> String {
    let stated = knowledge.facts.iter().filter(|fact| matches!(fact.basis, Basis::Stated { .. })).count();
    let derived = knowledge.facts.len() - stated;
    let mut line = format!(
        "ok: {stated} stated and {derived} derived facts, {}, {}",
        counted(knowledge.concepts.len(), "concept"),
        counted(knowledge.forms, "surface form")
    );
    if warnings > 0 {
        line = format!("{line}, {}", counted(warnings, "warning"));
    }
    line
}

/// Of many problems how many there are of each kind: "31 unfinished, 22 language-missing".
fn kinds(problems: &[Diagnostic]) -> Option<String> {
    /// So many fit a screen.
    const FEW: usize = 10;
    let mut kinds: Vec<(usize, &str)> = Vec::new();
    for problem in problems {
        match kinds.iter_mut().find(|(_, code)| *code == problem.code) {
            Some((number, _)) => *number += 1,
            None => kinds.push((1, problem.code)),
        }
    }
    // The most frequent first; of as many, the one that comes first.
    kinds.sort_by_key(|&(number, _)| std::cmp::Reverse(number));
    let all = || kinds.iter().map(|(number, code)| format!("{number} {code}")).collect::<Vec<_>>().join(", ");
    (problems.len() > FEW).then(all)
}

fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_excerpt(text: &str, span: (usize, usize), lines: &str, first_line: usize, within: &str) {
        let (found, line, part) = excerpt(text, Span::new(span.0, span.1));
        assert_eq!((found, line, part.of(found)), (lines, first_line, within));
    }

    #[test]
    fn an_excerpt_has_whole_lines() {
        check_excerpt("a = 1\nb = 2\nc = 3\n", (6, 7), "b = 2", 2, "b");
        check_excerpt("a = 1\nb = 2\nc = 3\n", (4, 7), "a = 1\nb = 2", 1, "1\nb");
        check_excerpt("a = 1", (5, 9), "a = 1", 1, "");
        check_excerpt("", (0, 0), "", 1, "");
        check_excerpt("a = \"猪肉\"", (6, 8), "a = \"猪肉\"", 1, "猪");
    }

    #[test]
    fn many_problems_are_counted_by_kind() {
        let problem = |code| Diagnostic::warning("facts.toml", Span::new(0, 0), code, "");
        let many: Vec<_> = (0..12).map(|at| problem(if at < 3 { "unused" } else { "unfinished" })).collect();
        assert_eq!(kinds(&many).as_deref(), Some("9 unfinished, 3 unused"));
        assert_eq!(kinds(&many[..10]), None);
    }

    proptest::proptest! {
        #[test]
        fn any_place_can_be_shown(text in "[ a\n\t猪é\u{200b}😀]{0,40}", start in 0..60_usize, length in 0..60_usize) {
            let folder = Folder { facts: text, ..Folder::default() };
            let problem = Diagnostic::error("facts.toml", Span::new(start, start + length), "code", "message").help("help");
            let mut out = Vec::new();
            print(None, &folder, &[problem], &mut out)?;
            proptest::prop_assert!(!out.is_empty());
        }
    }
}
