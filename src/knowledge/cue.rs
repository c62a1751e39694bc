//! The grammar that the program itself understands: concept ids of the class `cue` in the common vocabulary.
//!
//! Their surface forms are in `knowledge/common/grammar.toml`; what they mean to a question is in [`crate::question`].

macro_rules! cues {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// A piece of question grammar.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum Cue { $($(#[$doc])* $name,)* }

        impl Cue {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The concept id in the vocabulary.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

cues! {
    /// "who", "whose": a person or a body.
    Who = "who",
    /// "when": a date or a period.
    When = "when",
    /// "where": a place.
    Where = "where",
    /// "why": a reason.
    Why = "why",
    /// "how": a manner.
    How = "how",
    /// "how much": an amount.
    HowMuch = "how-much",
    /// "how many": a count.
    HowMany = "how-many",
    /// "how long": a duration.
    HowLong = "how-long",
    /// "how often": a rate.
    HowOften = "how-often",
    /// "which": a member of the thing named next.
    Which = "which",
    /// "what": anything.
    What = "what",
    /// "what does … mean", "define": what something is.
    Define = "define",
    /// "names of", "name the": names of the thing named next.
    Names = "names",
    /// "list", "all the": the members of something.
    List = "list",
    /// "summary", "tl;dr".
    Summary = "summary",
    /// "key figures", "the numbers".
    KeyFigures = "key-figures",
    /// "everything about", "tell me about".
    About = "tell-about",
    /// "what share of", 占多少: a part of the whole, in proportion to it.
    Share = "share",
    /// "compare", "versus".
    Compare = "compare",
    /// "which … more", "-er than": which of two.
    More = "more",
    /// As [`Cue::More`], the other way.
    Less = "less",
    /// "most", "highest", "biggest".
    Most = "most",
    /// "least", "lowest", "smallest".
    Least = "least",
    /// "should I", "recommend".
    Advice = "advice",
    /// "how do I", "how to".
    Instruct = "instruct",
    /// "do you think", "your favourite".
    Opinion = "opinion",
    /// "will … in the future", "forecast": a prediction.
    Predict = "predict",
    /// "write me", "translate", "play": a task for an assistant.
    Task = "task",
    /// "exact words", "verbatim".
    Quote = "exact-words",
    /// "says who", "source", "according to whom".
    Source = "says-who",
    /// "compared to what".
    Basis = "compared-to-what",
    /// "what period is that".
    Period = "which-period",
    /// "is that in the text or computed", "did she really say that".
    Computed = "stated-or-computed",
    /// "is it true", "right?", "对吧": a claim to be judged.
    Whether = "whether",
    /// "not", "没有".
    Not = "not",
    /// "besides her", "who else": what is left when the one mentioned is taken away.
    Else = "else",
    /// "up", "grow", "increase".
    Up = "up",
    /// "down", "fall", "decline".
    Down = "down",
    /// "unchanged", "flat".
    Flat = "flat",
    /// "over", "more than" before a number.
    Over = "over",
    /// "under", "less than" before a number.
    Under = "under",
    /// "exactly" before a number.
    Exactly = "exactly",
    /// "only", "nothing but": the one named and no other.
    Only = "only",
    /// "it", "that", "她", "这个": refers back.
    Reference = "reference",
    /// "and", "what about", "那…呢": continues the last question.
    Continue = "continue",
    /// "say that again", 再说一遍.
    Again = "say-again",
    /// "different topic", "换个话题": starts anew.
    Afresh = "afresh",
    /// "and so on", "etc": the members named stand for their kind.
    Etcetera = "etcetera",
    /// "the first one", "1", in reply to a clarification.
    First = "ordinal-first",
    /// "the second one".
    Second = "ordinal-second",
    /// "the third one".
    Third = "ordinal-third",
    /// "neither", "none of these".
    Neither = "neither",
    /// "both", "all of them".
    Both = "both",
    /// "hello".
    Greeting = "greeting",
    /// "thanks".
    Thanks = "thanks",
    /// "bye".
    Goodbye = "goodbye",
    /// "who are you", "are you a bot".
    Identity = "identity",
    /// "what can I ask", "help".
    Help = "help",
    /// "ok", "haha", "sorry wrong chat".
    Chatter = "chatter",
}

impl Cue {
    /// The cue with this concept id, if there is one.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|cue| cue.id() == id)
    }
}
