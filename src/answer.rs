//! Candidates → a [`Reply`]: which facts answer, with what verdict, or that the announcement doesn't say.

pub mod broad;
pub mod correct;
pub mod decide;
mod full;
mod partial;
pub mod refuse;
pub mod scale;
mod smalltalk;
mod together;
pub mod verdict;

use serde::{Deserialize, Serialize};

use crate::knowledge::FactId;
use crate::text::{Lang, Script};

pub use decide::{Decision, Rule, decide};

/// What kind of reply it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Facts answer the question.
    Answer,
    /// Several facts about different things fit: ask back.
    Clarify,
    /// The announcement doesn't say.
    Unknown,
    /// A greeting, thanks, or a question about the bot.
    Smalltalk,
}

/// What a yes/no question gets, where the facts settle it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The facts say so.
    Yes,
    /// The facts say otherwise.
    No,
}

/// What small talk is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Smalltalk {
    /// "hello"
    Greeting,
    /// "thanks"
    Thanks,
    /// "bye"
    Goodbye,
    /// "who are you"
    Identity,
    /// "what can I ask"
    Help,
    /// "ok", emoji, "sorry wrong chat"
    Other,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// It is about the announcement's matter, but the announcement doesn't say it.
    #[default]
    NotSaid,
    /// It is about something else.
    OffTopic,
    /// No question could be made out.
    NotUnderstood,
}

/// Which side of a fact was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Focus {
    /// The fact itself.
    #[default]
    Fact,
    /// The exact words.
    Quote,
    /// Who said it, where and when.
    Source,
    /// What a change is measured against.
    Basis,
    /// Which period it holds for.
    Period,
    /// Whether it is stated or computed.
    Computed,
}

/// What Herald replies to one turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What kind of reply it is.
    pub kind: Kind,
    /// The facts stated as the answer, best first; for a clarification the candidates.
    pub facts: Vec<FactId>,
    /// Whether a yes/no question was asked: then no verdict means that it isn't settled.
    pub whether: bool,
    /// What the yes/no question gets.
    pub verdict: Option<Verdict>,
    /// The facts that a refusal points to.
    pub near: Vec<FactId>,
    /// What the announcement doesn't give, in the asker's language.
    pub missing: Vec<String>,
    /// The side of the facts that was asked for.
    pub focus: Focus,
    /// Why there is no answer, for [`Kind::Unknown`].
    pub refusal: Refusal,
    /// What the small talk is about, for [`Kind::Smalltalk`].
    pub smalltalk: Option<Smalltalk>,
    /// The language of the reply.
    pub lang: Lang,
    /// The script of a Chinese reply.
    pub script: Script,
}

impl Reply {
    /// An empty reply of a kind.
    pub fn new(kind: Kind, lang: Lang, script: Script) -> Self {
        Self {
            kind,
            facts: Vec::new(),
            whether: false,
            verdict: None,
            near: Vec::new(),
            missing: Vec::new(),
            focus: Focus::default(),
            refusal: Refusal::default(),
            smalltalk: None,
            lang,
            script,
        }
    }
}
