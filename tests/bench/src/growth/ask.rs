//! A generated folder → questions on it, in both languages: plain, with typos, and near misses.

use super::dice::Dice;
use super::folder::{About, Generated};
use super::names::edited;

/// So many questions, the same in every run.
pub fn questions(generated: &Generated, count: usize) -> Vec<String> {
    let mut dice = Dice::new(count as u64 ^ 0x5EED);
    (0..count).map(|at| question(generated, &mut dice, at.is_multiple_of(2))).collect()
}

fn question(generated: &Generated, dice: &mut Dice, english: bool) -> String {
    let about = *dice.of(&generated.facts);
    let mut asked = Asked::new(generated, about, english);
    match dice.below(20) {
        // Another subject, which often is one edit away from one that there is.
        0 | 1 => {
            asked.subject = dice.of(&generated.strangers).clone().pick(english);
        }
        // Another place, another measure.
        2 => asked.place = generated.place(dice.below(generated.places.len())).pick(english),
        3 => asked.measure = generated.measure(dice.below(generated.measures.len())).pick(english),
        // A typo.
        4..=9 if english => asked.subject = edited(&asked.subject, dice),
        10 if english => asked.measure = edited(&asked.measure, dice),
        _ => {}
    }
    let Asked { subject, measure, place, period } = &asked;
    let (unit_en, unit_zh) = Generated::unit(about.measure);
    let wrong = about.value + dice.below(2);
    // Without a subject: hundreds of facts may be meant.
    if dice.below(25) == 0 {
        return match (dice.below(4), english) {
            (0, true) => format!("how many {} were there in {place}?", unit_en.trim()),
            (0, false) => format!("{place}一共多少{unit_zh}？"),
            (1, true) => format!("what was the {measure} in the {period}?"),
            (1, false) => format!("{period}的{measure}是多少？"),
            (2, true) => format!("tell me about {subject}"),
            (2, false) => format!("关于{subject}都说了什么"),
            (_, true) => format!("where was it {}?", about.value),
            (_, false) => format!("{}是什么数字", about.value),
        };
    }
    if english {
        match dice.below(6) {
            0 => format!("what was the {measure} of {subject} in {place}?"),
            1 => format!("how many {} was {subject}'s {measure} in the {period}", unit_en.trim()),
            2 => format!("{subject} {measure}"),
            3 => format!("was the {measure} of {subject} {wrong}{unit_en}?"),
            4 => format!("hi, could you tell me the {measure} for {subject} in {place} in the {period}, please"),
            _ => format!("is it true that {subject} in {place} had a {measure} of more than {wrong}{unit_en}?"),
        }
    } else {
        match dice.below(6) {
            0 => format!("{subject}的{measure}是多少？"),
            1 => format!("{place}{subject}的{measure}有多少{unit_zh}"),
            2 => format!("{subject}{measure}"),
            3 => format!("{subject}的{measure}是{wrong}{unit_zh}吗？"),
            4 => format!("请问一下，{period}{place}的{subject}{measure}多少"),
            _ => format!("听说{place}的{subject}{measure}超过{wrong}{unit_zh}，对吗"),
        }
    }
}

/// The words of a question.
struct Asked {
    subject: String,
    measure: String,
    place: String,
    period: String,
}

impl Asked {
    fn new(generated: &Generated, about: About, english: bool) -> Self {
        Self {
            subject: generated.subjects[about.subject].clone().pick(english),
            measure: generated.measure(about.measure).pick(english),
            place: generated.place(about.place).pick(english),
            period: generated.period(about.period).pick(english),
        }
    }
}
