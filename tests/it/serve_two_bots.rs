//! Two bots in one database: what one knows, keeps and forgets is nothing to the other, even of the same person in the same chat.

use crate::fake::Fake;
use crate::process::{Herald, Home};
use crate::scene::private;
use crate::server::{Server, number};

/// One of the bots, with what its messages have been so far.
struct Bot {
    fake: Fake,
    home: Home,
    herald: Option<Herald>,
    said: usize,
}

impl Bot {
    fn start(id: i64, database: &str) -> Self {
        let mut bot = Self { fake: Fake::of(id), home: Home::new(), herald: None, said: 0 };
        bot.restart(database);
        bot
    }

    fn restart(&mut self, database: &str) {
        let polls = self.fake.look(|state| state.polls);
        self.herald = Some(self.home.start_with(&self.fake, &[("HERALD_DATABASE_URL", database)]));
        self.fake.wait_until("the first poll", |fake| fake.look(|state| state.polls) > polls);
    }

    fn stop(&mut self) {
        let herald = self.herald.take().unwrap();
        herald.signal("TERM");
        let ended = herald.wait();
        assert_eq!(ended.code, Some(0), "{}", ended.log);
    }

    /// What it answers.
    fn ask(&mut self, text: &str) -> String {
        self.fake.post(private(7, text));
        self.said += 1;
        self.fake.wait_for_sent(self.said)[self.said - 1].text()
    }
}

#[test]
fn two_bots_share_a_database_and_nothing_else() {
    let Some(server) = Server::new() else { return };
    let (mut first, mut second) = (Bot::start(42, &server.url), Bot::start(43, &server.url));
    // The same numbers of updates, messages and person; both poll at once.
    assert!(first.ask("how many orders a day?").starts_with("500,000"));
    assert!(!second.ask("who said that?").contains("500,000"), "the other bot's conversation");
    assert!(first.ask("who said that?").contains("500,000"));
    assert!(first.ask("/language zh").contains("中文"));
    assert!(second.ask("how many orders a day?").starts_with("500,000"));
    assert!(first.ask("how many orders a day?").contains("单"));
    for bot in [&mut first, &mut second] {
        bot.stop();
        bot.restart(&server.url);
    }
    assert!(first.ask("how many orders a day?").contains("单"), "it keeps its language");
    assert!(second.ask("who said that?").contains("500,000"), "and the other its conversation");
    assert!(first.ask("/forget").starts_with("好了"));
    for bot in [&mut first, &mut second] {
        bot.fake.wait_for_confirmed();
        bot.stop();
    }
    assert_eq!(number(&server.url, "SELECT count(*) FROM conversations WHERE bot_id = 42"), 0);
    assert_eq!(number(&server.url, "SELECT count(*) FROM conversations WHERE bot_id = 43"), 1);
    assert_eq!(number(&server.url, "SELECT count(*) FROM inbox WHERE payload IS NOT NULL"), 0);
    first.fake.check();
    second.fake.check();
}
