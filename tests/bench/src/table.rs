//! Everything that is measured → one Markdown table, with the machine that it was measured on.
//!
//! What it is doing goes to the standard error output, so that the table can be piped into a file.

use crate::answering;
use crate::delivery::{self, LONG, QUEUE};
use crate::growth::{self, SIZES};
use crate::stats::Summary;
use crate::worst;
use crate::{machine, peers, process};
use herald::knowledge::built_in;

/// The most facts unless more are asked for: beyond, making the folders alone takes minutes.
const MOST_FACTS: usize = 10_000;

/// Measures all and prints the table; `large`: with the greatest number of facts too, which draws the plot anew.
pub fn run(large: bool) -> Result<(), String> {
    let before = machine::load();
    let binary = process::build()?;
    let mut rows = Vec::new();
    answers(&mut rows);
    others(&mut rows);
    tell("the longest messages");
    longest(&mut rows);
    tell("growing knowledge");
    let sizes: Vec<usize> = SIZES.into_iter().filter(|facts| large || *facts <= MOST_FACTS).collect();
    growth::measure(&sizes, |row| rows.push(with_facts(&row)));
    tell("the program");
    let ask = process::ask(&binary);
    rows.push((format!("`herald ask \"{}\"` as a whole process", process::ASKED), milliseconds(ask)));
    tell("delivery");
    delivered(&mut rows, &delivery::measure(&binary));
    rows.push(("the release binary".to_owned(), format!("{:.1} MiB", process::mebibytes(&binary))));
    println!("{}", markdown(&rows));
    println!("Measured on {}; load {before:.1} before and {:.1} after.", machine::description(), machine::load());
    Ok(())
}

/// What is measured, and what came out.
type Row = (String, String);

fn tell(what: &str) {
    eprintln!("measuring {what} …");
}

fn answers(rows: &mut Vec<Row>) {
    tell("replies");
    for cost in answering::measure(&built_in()) {
        let questions = match cost.lang {
            "en" => "those in English",
            "zh" => "those in Chinese",
            "mixed" => "those in both at once",
            _ => "a reply to the labelled questions, one thread",
        };
        let what = format!("{questions} ({})", thousands(cost.questions as f64));
        rows.push((what, format!("{}; {:.0} allocations", microseconds(cost.times), cost.allocations.median)));
    }
}

fn others(rows: &mut Vec<Row>) {
    tell("the peers");
    let tables = peers::measure(&built_in());
    for forms in [false, true] {
        let of: Vec<&peers::Table> = tables.iter().filter(|table| table.forms == forms).collect();
        let each = |tell: &dyn Fn(&peers::Table) -> String| -> String {
            of.iter().map(|table| tell(table)).collect::<Vec<_>>().join(" and ")
        };
        let texts = thousands(of.first().map_or(0.0, |table| table.texts as f64));
        for (at, name) in peers::NAMES.iter().enumerate() {
            let questions = each(&|table| format!("{} {}", thousands(table.questions as f64), table.lang));
            let what = match (at, forms) {
                (0, _) => format!("{name}, the whole reply: {questions} questions, in one run with"),
                (_, false) => format!("{name}, over {texts} texts of the facts"),
                (_, true) => format!("{name}, over {texts} texts and surface forms"),
            };
            let ratio = each(&|table| figure(table.rows[at].times.median / table.rows[0].times.median));
            let ratio = if at == 0 { String::new() } else { format!(", {ratio} times Herald's") };
            let median = each(&|table| figure(table.rows[at].times.median));
            let right = each(&|table| format!("{:.0}%", table.rows[at].right));
            let unsaid = each(&|table| format!("{:.0}%", table.rows[at].unsaid));
            let found = format!("a right fact first {right}; a fact for what isn't there {unsaid}");
            rows.push((what, format!("{median} µs at the median{ratio}; {found}")));
        }
    }
}

fn longest(rows: &mut Vec<Row>) {
    let (mut times, mut growth) = (Vec::new(), Vec::new());
    worst::measure(&built_in(), &[], |row| {
        times.push(row.millis);
        growth.push(row.growth);
    });
    let (count, growth) = (times.len(), Summary::of(&mut growth));
    let least = times.iter().copied().fold(f64::INFINITY, f64::min);
    let most = Summary::of(&mut times).most;
    rows.push((
        format!("the longest message, {} characters, {count} kinds of text", thousands(worst::LONGEST as f64)),
        format!(
            "{} to {} ms; a character takes {:.1} times as long as in a short one, at most {:.1} times",
            figure(least),
            figure(most),
            growth.median,
            growth.most
        ),
    ));
}

fn with_facts(row: &growth::Row) -> Row {
    let (same, of) = row.agreement();
    let what = format!("a reply with {} facts, with typos and near misses", thousands(row.facts()));
    let same = format!("{} of {} as without an index", thousands(same), thousands(of));
    let loaded = format!("loaded in {:.0} ms, {:.0} MB", row.load_millis(), row.resident());
    (what, format!("{}; {same}; {loaded}", microseconds(row.times())))
}

fn delivered(rows: &mut Vec<Row>, figures: &delivery::Figures) {
    let delivery::Figures { start, lone, queue, resident } = figures;
    let ((messages, chats), (many, from)) = (QUEUE, LONG);
    let mut row = |what: String, measured: String| rows.push((what, measured));
    row("`herald serve` from its start to the first poll".to_owned(), milliseconds(*start));
    row("a lone message, the loopback included".to_owned(), milliseconds(*lone));
    row(
        format!("{} questions queued in {chats} chats, each stored before it is confirmed", thousands(messages as f64)),
        format!("{} replies a second; {:.3} CPU seconds a thousand", thousands(queue.rate), queue.cpu),
    );
    let (first, last) = (resident.first().copied().unwrap_or(f64::NAN), resident.last().copied().unwrap_or(f64::NAN));
    row(
        format!("memory over {} messages in {} chats", thousands(many as f64), thousands(from as f64)),
        format!("{first:.0} MB after a tenth, {last:.0} MB at the end"),
    );
}

fn microseconds(times: Summary) -> String {
    format!("{} µs at the median, {} µs at the 99th percentile", figure(times.median), figure(times.late))
}

fn milliseconds(times: Summary) -> String {
    format!("{} ms at the median, {} ms at the 99th percentile", figure(times.median), figure(times.late))
}

/// A number as exactly as it is worth telling: 0.62, 3.1, 25, 1,050.
fn figure(value: f64) -> String {
    match value {
        ..1.0 => format!("{value:.2}"),
        1.0..10.0 => format!("{value:.1}"),
        _ => thousands(value),
    }
}

/// A whole number with its thousands set apart.
fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn markdown(rows: &[Row]) -> String {
    let lines = rows.iter().map(|(what, measured)| format!("| {what} | {measured} |\n"));
    format!("| what | measured |\n| --- | --- |\n{}", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{figure, markdown, thousands};

    #[test]
    fn numbers_are_told_as_exactly_as_they_are_worth() {
        for (value, told) in [(0.624, "0.62"), (3.12, "3.1"), (24.6, "25"), (999.4, "999"), (1_049.6, "1,050")] {
            assert_eq!(figure(value), told);
        }
        for (value, told) in [(0.0, "0"), (999.0, "999"), (1_000.0, "1,000"), (1_234_567.0, "1,234,567")] {
            assert_eq!(thousands(value), told);
        }
        assert_eq!(figure(f64::NAN), "NaN");
    }

    #[test]
    fn rows_make_a_table() {
        let rows = [("a reply".to_owned(), "25 µs".to_owned())];
        assert_eq!(markdown(&rows), "| what | measured |\n| --- | --- |\n| a reply | 25 µs |\n");
    }
}
