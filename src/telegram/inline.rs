//! What somebody types behind the bot's name in any chat → results to choose from, the best one first.
//!
//! `@herald_bot how much pork` offers that fact's reply, and what is related to it below. Nothing typed offers the main figures;
//! what the announcement doesn't say offers to say so, and a button into the private chat. An answer that comes late is worth
//! nothing, so there is no queue: what finds no place, or isn't answered within [`DEADLINE`], is dropped.

use std::sync::Arc;
use std::time::Duration;

use teloxide::payloads::{AnswerInlineQuery, AnswerInlineQuerySetters};
use teloxide::types::{
    InlineQueryId, InlineQueryResult, InlineQueryResultArticle, InlineQueryResultsButton, InlineQueryResultsButtonKind,
    InputMessageContent, InputMessageContentText, ParseMode,
};
use tokio::time::{Instant, sleep, timeout};

use super::Bot;
use super::api::CallError;
use super::edition::Edition;
use super::guard::guarded;
use super::overview;
use super::query::Inline;
use super::reply::previews_off;
use super::split::{MESSAGE, split};
use crate::answer::correct::correct;
use crate::answer::{Kind, Reply};
use crate::dialogue::{Conversation, respond};
use crate::knowledge::{FactId, KnowledgeBase};
use crate::metrics::Dropped;
use crate::render;

/// Queries that are being answered at once.
pub const AT_ONCE: usize = 64;
/// After so long Telegram has given up on a query.
const DEADLINE: Duration = Duration::from_secs(10);
/// The waits between tries.
const WAITS: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(1)];
/// Results that nothing typed offers: about two screens.
const MOST: usize = 10;
/// How long Telegram may give the same results to the same text, in seconds. Only a new announcement changes them.
const CACHE_SECONDS: u32 = 300;
/// Characters of a title and of a description; Telegram shows one line.
const LINE: usize = 120;
/// What the button into the private chat starts it with; no fact is meant.
const START: &str = "inline";

/// Answers a query in the background, or drops it.
pub fn answer(bot: &Arc<Bot>, query: Inline) {
    let Ok(place) = Arc::clone(&bot.inline).try_acquire_owned() else {
        bot.metrics.dropped(Dropped::LateInline);
        return tracing::warn!("too many inline queries at once; one is dropped");
    };
    let deadline = Instant::now() + DEADLINE;
    let bot = Arc::clone(bot);
    tokio::spawn(async move {
        let called = timeout(DEADLINE, guarded(call(&bot, &query, deadline))).await;
        if !matches!(called, Ok(Ok(Ok(())))) {
            bot.metrics.dropped(Dropped::LateInline);
        }
        match called {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(error))) => tracing::warn!(%error, "an inline query stays unanswered"),
            Ok(Err(panicked)) => tracing::error!(place = panicked.0, "an inline query panicked"),
            Err(_) => tracing::warn!("an inline query took too long"),
        }
        drop(place);
    });
}

/// Tries as long as that can be in time.
async fn call(bot: &Bot, query: &Inline, deadline: Instant) -> Result<(), CallError> {
    let answer = results(&bot.knowledge.get(), query);
    let mut waits = WAITS.iter();
    loop {
        let Err(error) = bot.api.send("answerInlineQuery", &answer).await else { return Ok(()) };
        let wait = match error {
            CallError::RetryAfter(wait) => Some(wait),
            CallError::Transient(_) => waits.next().copied(),
            _ => None,
        };
        match wait.filter(|wait| Instant::now() + *wait < deadline) {
            Some(wait) => sleep(wait).await,
            None => return Err(error),
        }
    }
}

/// The results for a query.
fn results(kb: &KnowledgeBase, query: &Inline) -> AnswerInlineQuery {
    let app = Edition::of_app(query.from.language.as_deref());
    let typed = query.text.trim();
    let reply = (!typed.is_empty()).then(|| respond(kb, &mut Conversation::default(), typed, 0));
    let reply = reply.filter(|it| it.kind != Kind::Smalltalk);
    // Without a question, each reader gets the language of their app.
    let personal = reply.is_none();
    let edition = reply.as_ref().map_or(app, Edition::of);
    let mut button = None;
    let articles = match reply {
        None => render::main_figures(kb).into_iter().take(MOST).map(|id| fact(kb, edition, id)).collect(),
        Some(reply) if reply.facts.is_empty() || reply.kind == Kind::Unknown => {
            button = Some(overview::text(edition, &kb.phrases.ask_in_private, &[]));
            vec![miss(kb, edition, &reply)]
        }
        Some(reply) if reply.kind == Kind::Clarify => reply.facts.iter().map(|id| fact(kb, edition, *id)).collect(),
        Some(reply) => {
            let several = reply.facts.iter().filter(|_| reply.facts.len() > 1).copied();
            let further: Vec<_> = several.chain(render::related(kb, &reply)).take(MOST - 1).collect();
            let best = article(kb, "best", &reply);
            std::iter::once(best).chain(further.into_iter().map(|id| fact(kb, edition, id))).collect::<Vec<_>>()
        }
    };
    let articles = articles.into_iter().map(InlineQueryResult::Article);
    let mut answer = AnswerInlineQuery::new(InlineQueryId(query.id.clone()), articles)
        .cache_time(CACHE_SECONDS)
        .is_personal(personal);
    answer.button = button.map(|text| InlineQueryResultsButton {
        text,
        kind: InlineQueryResultsButtonKind::StartParameter(START.to_owned()),
    });
    answer
}

/// One fact by itself.
fn fact(kb: &KnowledgeBase, edition: Edition, id: FactId) -> InlineQueryResultArticle {
    let mut reply = Reply { facts: vec![id], ..edition.reply(Kind::Answer) };
    correct(kb, &mut reply);
    article(kb, &id.0.to_string(), &reply)
}

/// That the announcement doesn't say.
fn miss(kb: &KnowledgeBase, edition: Edition, reply: &Reply) -> InlineQueryResultArticle {
    let mut article = article(kb, "miss", reply);
    let title = overview::text(edition, &kb.phrases.not_said, &[]);
    article.description = Some(std::mem::replace(&mut article.title, title)).filter(|it| *it != article.title);
    article
}

/// A reply as a result: its first line as title, its second as description, and itself as what is sent.
fn article(kb: &KnowledgeBase, id: &str, reply: &Reply) -> InlineQueryResultArticle {
    let text = render::text(kb, reply);
    let mut lines = text.lines().map(|line| line.trim_start_matches("• ").trim()).filter(|line| !line.is_empty());
    let mut line = || lines.next().map(|line| line.chars().take(LINE).collect::<String>());
    let title = line().unwrap_or_default();
    let html = split(&render::html(kb, reply), MESSAGE).into_iter().next().unwrap_or_default();
    let content = InputMessageContentText {
        message_text: html,
        parse_mode: Some(ParseMode::Html),
        entities: None,
        link_preview_options: Some(previews_off()),
    };
    let mut article = InlineQueryResultArticle::new(id, title, InputMessageContent::Text(content));
    article.description = line();
    article
}
