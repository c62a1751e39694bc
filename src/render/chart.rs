//! A chart of the knowledge → a PNG, drawn here, and the same content as text for those who can't see it.
//!
//! Each bar stands below its label and before its value. The ground is opaque, so that a dark theme shows it as a light one does.

mod canvas;
mod font;

use canvas::Canvas;

use super::document::in_script;
use crate::answer::Reply;
use crate::knowledge::{Bar, Chart, KnowledgeBase};
use crate::text::wording::amount;
use crate::text::{Bound, Lang};

/// Pixels across: what Telegram shows at most.
const WIDTH: f32 = 1280.0;
/// Pixels around everything.
const MARGIN: f32 = 56.0;
/// Sizes of letters, in pixels. On a phone a third of it is left.
const TITLE: f32 = 58.0;
const LABEL: f32 = 40.0;
const VALUE: f32 = 46.0;
const NOTE: f32 = 34.0;
/// Pixels from one line of text to the next, per pixel of the letters' size.
const LEADING: f32 = 1.3;
/// Pixels: the height of a bar, and what parts one bar from the next.
const BAR: f32 = 64.0;
const GAP: f32 = 44.0;
/// Pixels between a bar and its value.
const BESIDE: f32 = 20.0;

const GROUND: [u8; 3] = [0xfb, 0xfb, 0xfc];
const INK: [u8; 3] = [0x1c, 0x22, 0x2b];
const FAINT: [u8; 3] = [0x5b, 0x65, 0x72];
const FILL: [u8; 3] = [0x2b, 0x7a, 0xb8];

/// The chart as a PNG, in the language and script of `reader`.
pub fn png(kb: &KnowledgeBase, chart: &Chart, reader: &Reply) -> Vec<u8> {
    let room = WIDTH - 2.0 * MARGIN;
    let text = |text: &str| in_script(reader, text);
    let title = font::lines(&text(chart.title.get(reader.lang)), TITLE, room);
    let note = chart.note.as_ref().map(|note| text(note.get(reader.lang))).unwrap_or_default();
    let note = font::lines(&note, NOTE, room);
    let labels: Vec<Vec<String>> =
        chart.bars.iter().map(|bar| font::lines(&text(bar.label.get(reader.lang)), LABEL, room)).collect();
    let values: Vec<String> = chart.bars.iter().map(|bar| text(&value(kb, bar, reader.lang))).collect();

    let tall = |lines: &[String], size: f32| lines.len() as f32 * size * LEADING;
    let bars: f32 = labels.iter().map(|label| tall(label, LABEL) + BAR + GAP).sum();
    let height = 2.0 * MARGIN + tall(&title, TITLE) + GAP / 2.0 + bars - GAP
        + tall(&note, NOTE)
        + if note.is_empty() { 0.0 } else { GAP * 0.75 };
    let mut canvas = Canvas::new(WIDTH, height, GROUND);

    let mut y = MARGIN;
    y = canvas.paragraph(&title, MARGIN, y, TITLE, INK) + GAP / 2.0;
    // The longest bar leaves room for the widest value.
    let widest = values.iter().map(|value| font::width(value, VALUE)).fold(0.0, f32::max);
    let most = chart.bars.iter().map(|bar| length(kb, bar)).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    for ((bar, label), value) in chart.bars.iter().zip(&labels).zip(&values) {
        y = canvas.paragraph(label, MARGIN, y, LABEL, INK);
        let share = (length(kb, bar) / most).clamp(0.0, 1.0) as f32;
        let wide = (share * (room - widest - BESIDE)).max(2.0);
        canvas.bar(MARGIN, y, wide, BAR, FILL);
        let middle = y + (BAR - VALUE * LEADING) / 2.0;
        canvas.paragraph(std::slice::from_ref(value), MARGIN + wide + BESIDE, middle, VALUE, INK);
        y += BAR + GAP;
    }
    canvas.paragraph(&note, MARGIN, y - GAP / 4.0, NOTE, FAINT);
    canvas.png()
}

/// What the chart shows, in words: its title, then a line for each bar.
pub fn caption(kb: &KnowledgeBase, chart: &Chart, reader: &Reply) -> Vec<String> {
    let text = |text: &str| in_script(reader, text);
    let colon = if reader.lang == Lang::Zh { "：" } else { ": " };
    let bar = |bar: &Bar| text(&format!("{}{colon}{}", bar.label.get(reader.lang), value(kb, bar, reader.lang)));
    let title = std::iter::once(text(chart.title.get(reader.lang)));
    let note = chart.note.iter().map(|note| text(note.get(reader.lang)));
    title.chain(chart.bars.iter().map(bar)).chain(note).collect()
}

/// The value of a bar, with the sign of its bound.
fn value(kb: &KnowledgeBase, bar: &Bar, lang: Lang) -> String {
    let figure = &kb[bar.fact].figures[bar.figure];
    let sign = match figure.bound {
        Bound::Exact => "",
        Bound::About => "≈ ",
        Bound::MoreThan => "> ",
        Bound::AtLeast => "≥ ",
        Bound::LessThan => "< ",
        Bound::AtMost => "≤ ",
    };
    let way = match figure.direction {
        Some(crate::knowledge::Direction::Up) => "+",
        Some(crate::knowledge::Direction::Down) => "−",
        None => "",
    };
    format!("{sign}{way}{}", amount(figure.value, figure.unit, lang))
}

/// How long a bar is; one that fell is drawn as long as one that rose.
fn length(kb: &KnowledgeBase, bar: &Bar) -> f64 {
    kb[bar.fact].figures[bar.figure].value.abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Kind;
    use crate::knowledge::built_in;
    use crate::text::Script;

    /// Bytes of a picture at most, so that it shows at once on a phone.
    const LARGEST: usize = 100 * 1024;

    #[test]
    fn every_chart_is_drawn_in_every_edition() {
        let mut kb = built_in();
        for (lang, script) in
            [(Lang::En, Script::Simplified), (Lang::Zh, Script::Simplified), (Lang::Zh, Script::Traditional)]
        {
            let reader = Reply::new(Kind::Answer, lang, script);
            for chart in &kb.charts {
                let png = png(&kb, chart, &reader);
                assert!(png.starts_with(b"\x89PNG") && png.len() < LARGEST, "{}: {} bytes", chart.id, png.len());
                assert_eq!(&png[16..20], 1280_u32.to_be_bytes(), "{}", chart.id);
                let caption = caption(&kb, chart, &reader);
                assert_eq!(caption.len(), 1 + chart.bars.len() + usize::from(chart.note.is_some()));
            }
        }
        // A bar is as long as its figure is large.
        let reader = Reply::new(Kind::Answer, Lang::En, Script::Simplified);
        let before = png(&kb, &kb.charts[0], &reader);
        let (fact, figure) = (kb.charts[0].bars[1].fact.0 as usize, kb.charts[0].bars[1].figure);
        kb.facts[fact].figures[figure].value /= 2.0;
        assert_ne!(png(&kb, &kb.charts[0], &reader), before);
    }
}
