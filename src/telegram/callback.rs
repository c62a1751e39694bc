//! A pressed button → its answer to Telegram at once, and the messages that it asks for.
//!
//! Telegram shows that a button works until the press is answered, so that does not wait for its turn in the lane: the press
//! of an old or forged button gets a short notice, any other an empty answer, and its fact comes as a message of its own.

use std::sync::Arc;
use std::time::Duration;

use teloxide::payloads::AnswerCallbackQuery;
use teloxide::types::CallbackQueryId;

use super::Bot;
use super::address::Me;
use super::api::CallError;
use super::button::{self, Press};
use super::edition::Edition;
use super::overview;
use super::query::Callback;
use super::reply::{Answer, in_messages, picture, to_edit, with_phrase};
use super::votes::Asked;
use crate::answer::correct::correct;
use crate::answer::{Kind, Reply};
use crate::dialogue::{Conversation, respond};
use crate::knowledge::{FactId, KnowledgeBase};
use crate::store::{Feedback, Opinion};

/// The waits between tries to answer a press. After some seconds Telegram takes no answer any more.
const WAITS: [Duration; 3] = [Duration::from_millis(100), Duration::from_millis(500), Duration::from_secs(2)];
/// A longer wait that a 429 asks for isn't worth it.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Answers a press to Telegram, in the background.
pub fn acknowledge(bot: &Arc<Bot>, callback: &Callback, over: bool) {
    let mut answer = AnswerCallbackQuery::new(CallbackQueryId(callback.id.clone()));
    answer.text = notice(&bot.knowledge.get(), callback, over);
    let bot = Arc::clone(bot);
    tokio::spawn(async move {
        let mut waits = WAITS.iter();
        while let Err(error) = bot.api.send("answerCallbackQuery", &answer).await {
            let wait = match error {
                CallError::RetryAfter(wait) if wait <= LONGEST_WAIT => Some(wait),
                CallError::Transient(_) => waits.next().copied(),
                _ => None,
            };
            let Some(wait) = wait else { return tracing::debug!(%error, "a press stays unanswered") };
            tokio::time::sleep(wait).await;
        }
    });
}

/// What to say of a press that leads nowhere, or that is one too many, in the language of the person's app.
fn notice(kb: &KnowledgeBase, callback: &Callback, over: bool) -> Option<String> {
    let stale = callback.message.is_none() || button::read(kb, &callback.data).is_none();
    let edition = Edition::of_app(callback.from.language.as_deref());
    if over {
        return Some(overview::text(edition, &kb.phrases.too_many, &[]));
    }
    let phrase = match (stale, vote(kb, callback)) {
        (true, _) => &kb.phrases.stale_button,
        (false, Some(_)) => &kb.phrases.voted,
        (false, None) => return None,
    };
    Some(overview::text(edition, phrase, &[]))
}

/// A vote on a reply.
#[derive(Debug, Clone, Copy)]
pub struct Vote {
    /// The message that it is on.
    pub message: i64,
    /// What is thought.
    pub opinion: Opinion,
    /// The fact that the reply has first.
    fact: FactId,
    edition: Edition,
}

impl Vote {
    /// What is kept of it where the question's own words are forgotten: those of the fact's question.
    pub fn on_fact(&self, kb: &KnowledgeBase) -> Option<Feedback> {
        let lang = self.edition.reply(Kind::Answer).lang;
        Feedback::new(self.opinion, lang, kb[self.fact].question.get(lang))
    }
}

/// The vote that a press is, where it is one.
pub fn vote(kb: &KnowledgeBase, callback: &Callback) -> Option<Vote> {
    match (&callback.message, button::read(kb, &callback.data)?) {
        (Some(message), (Press::Vote(good, fact), edition)) => {
            let opinion = if good { Opinion::Up } else { Opinion::Down };
            Some(Vote { message: message.id, opinion, fact, edition })
        }
        _ => None,
    }
}

/// What a press asks for, in the edition of the reply that the button hangs on. `now`: seconds since 1970.
pub fn answer(kb: &KnowledgeBase, me: &Me, callback: &Callback, conversation: &mut Conversation, now: i64) -> Answer {
    let (Some(message), Some((press, edition))) = (&callback.message, button::read(kb, &callback.data)) else {
        return Answer::default();
    };
    match press {
        Press::Fact(id) => {
            let reply = chosen(kb, id, edition, conversation, now);
            let asked = Asked { kind: reply.kind, lang: reply.lang, text: kb[id].question.get(reply.lang).to_owned() };
            Answer { asked: Some(asked), ..in_messages(kb, me, message, &reply).into() }
        }
        Press::NoneOfThese => {
            conversation.offered.clear();
            with_phrase(message, edition, &kb.phrases.ask_anew).into()
        }
        Press::Page(of, page) => {
            let page = overview::page(kb, edition, of, page);
            page.and_then(|(text, buttons)| to_edit(message, text, buttons)).into_iter().collect::<Vec<_>>().into()
        }
        Press::Chart(chart) => picture(message, edition, chart).into(),
        Press::Vote(..) => Answer::default(),
    }
}

/// The reply on a fact, and the conversation as if its question had been typed.
pub fn chosen(kb: &KnowledgeBase, id: FactId, edition: Edition, conversation: &mut Conversation, now: i64) -> Reply {
    let mut reply = Reply { facts: vec![id], ..edition.reply(Kind::Answer) };
    correct(kb, &mut reply);
    // The question stands for itself: nothing of an earlier one is to be read into it.
    *conversation = Conversation::default();
    let typed = respond(kb, conversation, kb[id].question.get(reply.lang), now);
    if typed.facts != reply.facts {
        *conversation = Conversation {
            at: now,
            facts: reply.facts.iter().map(|&fact| kb[fact].id.clone()).collect(),
            ..Conversation::default()
        };
    }
    reply
}
