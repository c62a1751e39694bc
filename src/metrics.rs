//! What the bot has done, counted: the text that a Prometheus server collects.
//!
//! `metrics.asked(Kind::Unknown, Lang::En)` makes `herald_questions_total{kind="unknown",lang="en"}` one more. No label holds
//! a token, a text, a name or a chat: each has a handful of values, all of them known here.

use prometheus::{
    Encoder, Gauge, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, Opts, Registry, TextEncoder,
};

use crate::answer::Kind;
use crate::text::Lang;

/// The type of the text.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";
/// Seconds from a question's arrival to its reply. Telegram's limits make some wait for a minute and more.
const ANSWER_SECONDS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0, 10.0, 60.0, 600.0];

/// What became of a call that sends or edits a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// It is in the chat.
    Done,
    /// Telegram will never take it.
    Refused,
    /// Telegram wants us to wait.
    TooMany,
    /// The network or the server was at fault.
    Failed,
}

/// Why something is left without an answer, by rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// One person asked too much.
    PersonLimit,
    /// One chat asked too much.
    ChatLimit,
    /// A group's question that has waited too long.
    LateInGroup,
    /// An inline query that can't be answered in time.
    LateInline,
    /// One person typed too much behind the bot's name.
    InlineLimit,
    /// What waited in a chat that the bot has left.
    ChatLeft,
}

impl Dropped {
    /// All of them.
    const ALL: [Self; 6] =
        [Self::PersonLimit, Self::ChatLimit, Self::LateInGroup, Self::LateInline, Self::InlineLimit, Self::ChatLeft];
}

/// All that is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    questions: IntCounterVec,
    answer_seconds: Histogram,
    inbox_waiting: IntGauge,
    inbox_age: Gauge,
    dead: IntGauge,
    sends: IntCounterVec,
    retries: IntCounter,
    dropped: IntCounterVec,
    set_aside: IntCounter,
    last_poll: IntGauge,
    reloads: IntCounterVec,
}

impl Metrics {
    /// Everything at nought.
    pub fn new() -> anyhow::Result<Self> {
        let registry = Registry::new();
        let counters = |name: &str, help: &str, labels: &[&str]| -> anyhow::Result<IntCounterVec> {
            let counters = IntCounterVec::new(Opts::new(name, help), labels)?;
            registry.register(Box::new(counters.clone()))?;
            Ok(counters)
        };
        let counter = |name: &str, help: &str| -> anyhow::Result<IntCounter> {
            let counter = IntCounter::new(name, help)?;
            registry.register(Box::new(counter.clone()))?;
            Ok(counter)
        };
        let whole = |name: &str, help: &str| -> anyhow::Result<IntGauge> {
            let gauge = IntGauge::new(name, help)?;
            registry.register(Box::new(gauge.clone()))?;
            Ok(gauge)
        };
        let questions = counters(
            "herald_questions_total",
            "Questions, by the kind and language of their reply",
            &["kind", "lang"],
        )?;
        let sends = counters("herald_sends_total", "Calls that send or edit a message, by result", &["result"])?;
        let dropped = counters("herald_dropped_total", "What was left without an answer, by rule", &["rule"])?;
        let reloads = counters("herald_reloads_total", "Reloads of the knowledge, by result", &["result"])?;
        let seconds = HistogramOpts::new("herald_answer_seconds", "Seconds from a question's arrival to its reply");
        let answer_seconds = Histogram::with_opts(seconds.buckets(ANSWER_SECONDS.to_vec()))?;
        registry.register(Box::new(answer_seconds.clone()))?;
        let inbox_age =
            Gauge::new("herald_inbox_age_seconds", "For how long the oldest update in the inbox has waited")?;
        registry.register(Box::new(inbox_age.clone()))?;
        let metrics = Self {
            questions,
            answer_seconds,
            inbox_waiting: whole("herald_inbox_waiting", "Updates that wait to be handled")?,
            inbox_age,
            dead: whole("herald_dead", "Updates that are set aside")?,
            sends,
            retries: counter("herald_retries_total", "Sends that were tried again")?,
            dropped,
            set_aside: counter("herald_set_aside_total", "Updates that failed too often and were set aside")?,
            last_poll: whole("herald_last_poll_timestamp_seconds", "When updates were last fetched or delivered")?,
            reloads,
            registry,
        };
        metrics.show_all();
        Ok(metrics)
    }

    /// Shows every label from the beginning: a rate needs a first value.
    fn show_all(&self) {
        for kind in [Kind::Answer, Kind::Clarify, Kind::Unknown, Kind::Smalltalk] {
            for lang in [Lang::En, Lang::Zh] {
                self.questions.with_label_values(&[kind_name(kind), lang_name(lang)]);
            }
        }
        for sent in [Sent::Done, Sent::Refused, Sent::TooMany, Sent::Failed] {
            self.sends.with_label_values(&[sent.name()]);
        }
        for rule in Dropped::ALL {
            self.dropped.with_label_values(&[rule.name()]);
        }
        for result in ["done", "failed"] {
            self.reloads.with_label_values(&[result]);
        }
    }

    /// A question got a reply.
    pub fn asked(&self, kind: Kind, lang: Lang) {
        self.questions.with_label_values(&[kind_name(kind), lang_name(lang)]).inc();
    }

    /// A reply is in the chat so many seconds after the question came in.
    pub fn answered(&self, seconds: f64) {
        self.answer_seconds.observe(seconds);
    }

    /// A call has ended.
    pub fn sent(&self, result: Sent) {
        self.sends.with_label_values(&[result.name()]).inc();
    }

    /// A send is tried again.
    pub fn retried(&self) {
        self.retries.inc();
    }

    /// Something is left without an answer.
    pub fn dropped(&self, rule: Dropped) {
        self.dropped.with_label_values(&[rule.name()]).inc();
    }

    /// An update was set aside.
    pub fn set_aside(&self) {
        self.set_aside.inc();
    }

    /// Updates were fetched or delivered, at this second since 1970.
    pub fn polled(&self, now: i64) {
        self.last_poll.set(now);
    }

    /// When updates were last fetched or delivered; 0 where never.
    pub fn last_poll(&self) -> i64 {
        self.last_poll.get()
    }

    /// The knowledge was loaded anew, or couldn't be.
    pub fn reloaded(&self, done: bool) {
        self.reloads.with_label_values(&[if done { "done" } else { "failed" }]).inc();
    }

    /// What the inbox holds: updates that wait, the seconds for which the oldest has, updates that are set aside.
    pub fn inbox(&self, waiting: i64, age: i64, dead: i64) {
        self.inbox_waiting.set(waiting);
        self.inbox_age.set(age as f64);
        self.dead.set(dead);
    }

    /// All of it as text.
    pub fn text(&self) -> anyhow::Result<Vec<u8>> {
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        Ok(text)
    }
}

impl Sent {
    fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::TooMany => "too_many",
            Self::Failed => "failed",
        }
    }
}

impl Dropped {
    fn name(self) -> &'static str {
        match self {
            Self::PersonLimit => "person_limit",
            Self::ChatLimit => "chat_limit",
            Self::LateInGroup => "late_in_group",
            Self::LateInline => "late_inline",
            Self::InlineLimit => "inline_limit",
            Self::ChatLeft => "chat_left",
        }
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Answer => "answer",
        Kind::Clarify => "clarify",
        Kind::Unknown => "unknown",
        Kind::Smalltalk => "smalltalk",
    }
}

fn lang_name(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_in_the_text() {
        let metrics = Metrics::new().unwrap();
        metrics.asked(Kind::Unknown, Lang::Zh);
        metrics.asked(Kind::Unknown, Lang::Zh);
        metrics.answered(0.02);
        metrics.sent(Sent::TooMany);
        metrics.dropped(Dropped::LateInGroup);
        metrics.inbox(3, 5, 1);
        metrics.polled(1_800_000_000);
        metrics.reloaded(false);
        let text = String::from_utf8(metrics.text().unwrap()).unwrap();
        for line in [
            "herald_questions_total{kind=\"unknown\",lang=\"zh\"} 2",
            "herald_questions_total{kind=\"unknown\",lang=\"en\"} 0",
            "herald_answer_seconds_bucket{le=\"0.01\"} 0",
            "herald_answer_seconds_bucket{le=\"0.025\"} 1",
            "herald_sends_total{result=\"too_many\"} 1",
            "herald_sends_total{result=\"done\"} 0",
            "herald_dropped_total{rule=\"late_in_group\"} 1",
            "herald_inbox_waiting 3",
            "herald_inbox_age_seconds 5",
            "herald_dead 1",
            "herald_last_poll_timestamp_seconds 1800000000",
            "herald_reloads_total{result=\"failed\"} 1",
            "# TYPE herald_answer_seconds histogram",
        ] {
            assert!(text.lines().any(|it| it == line), "{line} is not in:\n{text}");
        }
    }
}
