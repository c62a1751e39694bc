//! A question and all texts → the fact with the likest text, each text being measured.

use rapidfuzz::fuzz::{Args, RatioBatchComparator};

use super::texts::Text;

/// By rapidfuzz's ratio, as its own "extract one" does it: the question prepared once, and what can't beat the best cut short.
pub fn rapidfuzz(texts: &[Text], question: &str) -> Option<usize> {
    let scorer = RatioBatchComparator::new(question.chars());
    let mut best = (0.0, None);
    for text in texts {
        if let Some(score) = scorer.similarity_with_args(text.words.chars(), &Args::default().score_cutoff(best.0))
            && score > best.0
        {
            best = (score, Some(text.fact));
        }
    }
    best.1
}

/// By strsim's normalised Levenshtein distance.
pub fn strsim(texts: &[Text], question: &str) -> Option<usize> {
    let mut best = (0.0, None);
    for text in texts {
        let score = strsim::normalized_levenshtein(&text.words, question);
        if score > best.0 {
            best = (score, Some(text.fact));
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::{Text, rapidfuzz, strsim};
    use herald::text::Lang;

    #[test]
    fn the_likest_text_wins() {
        let text = |fact, lang, text: &str| Text { fact, lang, words: text.to_owned() };
        let texts = [text(4, Lang::En, "how much pork?"), text(7, Lang::Zh, "蔬菜多少")];
        for (question, found) in [("how mcuh porc", Some(4)), ("蔬菜", Some(7)), ("", None), ("§", None)] {
            assert_eq!((rapidfuzz(&texts, question), strsim(&texts, question)), (found, found), "{question}");
        }
    }
}
