//! Which message of the bot answers which question, and which may still be voted on: in numbers, and for two days.
//!
//! `store.answer_to(chat, question)` is what an edited question edits; `store.is_votable(chat, message)` is true until the first vote.
//! No words are beside a chat: of a question's there is a number of 16 bits, which many thousand texts share.

/// A reply that has been sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replied {
    /// The chat.
    pub chat: i64,
    /// The message that asked; 0 where a button did.
    pub question: i64,
    /// The reply's first message.
    pub first: i64,
    /// The reply's last message.
    pub last: i64,
    /// Who asked.
    pub user: i64,
    /// The question's words.
    pub words: Words,
    /// Whether it may be voted on.
    pub votable: bool,
}

/// The answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// The message of the bot.
    pub message: i64,
    words: Words,
}

impl Answered {
    pub(super) fn new(message: i64, words: i64) -> Self {
        Self { message, words: Words(u16::try_from(words).unwrap_or_default()) }
    }

    /// Whether the question still has these words: Telegram also tells of edits that change something else.
    pub fn is_to(&self, text: &str) -> bool {
        self.words == Words::of(text)
    }
}

/// Words as a number: enough to tell that they have changed, too little to tell what they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(u16);

impl Words {
    /// The number of a text.
    pub fn of(text: &str) -> Self {
        let whole = fingerprint(text.as_bytes());
        Self((whole ^ (whole >> 16) ^ (whole >> 32) ^ (whole >> 48)) as u16)
    }

    /// As the tables have it.
    pub(super) fn number(self) -> i64 {
        self.0.into()
    }
}

/// Bytes as a number, the same in every version of the program: FNV-1a.
pub fn fingerprint(bytes: &[u8]) -> i64 {
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_stay_as_they_are() {
        // The published values of the function: another one would not know what an older program has kept.
        for (text, expected) in
            [("", 0xcbf2_9ce4_8422_2325_u64), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
        {
            assert_eq!(fingerprint(text.as_bytes()).cast_unsigned(), expected, "{text}");
        }
        let known = Answered::new(6, Words::of("how much pork").number());
        assert!(known.is_to("how much pork") && !known.is_to("how much beef"));
    }

    #[test]
    fn many_texts_share_a_number() {
        let mut numbers: Vec<i64> = (0..100_000).map(|at| Words::of(&format!("how much is {at}?")).number()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert!((45_000..65_536).contains(&numbers.len()), "{}", numbers.len());
    }
}
