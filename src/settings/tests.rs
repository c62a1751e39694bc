//! Which variables are taken, and which are named as wrong.

use super::*;

/// `Ok` for settings that can be used, else the variables that the problems begin with.
fn check(variables: &[(&str, &str)], expected: Result<(), &[&str]>) {
    let value = |name: &str| variables.iter().find(|(it, _)| *it == name).map(|(_, value)| Ok((*value).to_owned()));
    let found = Settings::read(value);
    match (found, expected) {
        (Ok(_), Ok(())) => {}
        (Err(problems), Err(names)) => {
            let first = |it: &String| it.split(' ').next().unwrap_or_default().to_owned();
            assert_eq!(problems.0.iter().map(first).collect::<Vec<_>>(), names, "{variables:?}");
            for (_, secret) in variables.iter().filter(|(name, _)| name.ends_with("TOKEN") || name.ends_with("SECRET"))
            {
                assert!(secret.is_empty() || !problems.to_string().contains(secret), "{problems}");
            }
        }
        (Ok(_), Err(names)) => panic!("{variables:?} passed, expected {names:?}"),
        (Err(problems), Ok(())) => panic!("{variables:?}: {problems}"),
    }
}

#[test]
fn every_problem_is_named() {
    let token = ("TELOXIDE_TOKEN", "1:a-B_c");
    check(&[token], Ok(()));
    check(&[], Err(&["TELOXIDE_TOKEN"]));
    check(&[("TELOXIDE_TOKEN", "  ")], Err(&["TELOXIDE_TOKEN"]));
    check(&[("TELOXIDE_TOKEN", " 1:a ")], Ok(()));
    check(&[("TELOXIDE_TOKEN", "1:a b")], Err(&["TELOXIDE_TOKEN"]));
    check(&[token, ("TELOXIDE_API_URL", "http://127.0.0.1:8081/x")], Ok(()));
    check(&[token, ("TELOXIDE_API_URL", "api.telegram.org")], Err(&["TELOXIDE_API_URL"]));
    check(&[token, ("TELOXIDE_API_URL", "ftp://api.telegram.org")], Err(&["TELOXIDE_API_URL"]));
    check(&[token, ("HERALD_DATABASE_URL", "sqlite:///var/lib/herald.db")], Ok(()));
    check(&[token, ("HERALD_DATABASE_URL", "postgres://user:password@host/herald")], Ok(()));
    check(&[token, ("HERALD_DATABASE_URL", "mysql://x")], Err(&["HERALD_DATABASE_URL"]));
    check(&[token, ("HERALD_PACING", "OFF")], Ok(()));
    check(&[token, ("HERALD_PACING", "")], Ok(()));
    check(&[token, ("HERALD_PACING", "no")], Err(&["HERALD_PACING"]));
    check(&[token, ("HERALD_LOG_FORMAT", "json")], Ok(()));
    check(&[token, ("HERALD_LOG_FORMAT", "xml")], Err(&["HERALD_LOG_FORMAT"]));
    check(&[token, ("RUST_LOG", "herald=trace,warn")], Ok(()));
    check(&[token, ("RUST_LOG", "herald=loud")], Err(&["RUST_LOG"]));
    check(
        &[("HERALD_PACING", "no"), ("HERALD_LOG_FORMAT", "xml"), ("TELOXIDE_API_URL", "x")],
        Err(&["TELOXIDE_TOKEN", "TELOXIDE_API_URL", "HERALD_PACING", "HERALD_LOG_FORMAT"]),
    );
}

#[test]
fn a_webhook_needs_an_address_and_a_secret() {
    let too_long = "a".repeat(257);
    let check = |url: &str, secret: &str, listen: &str, expected: &[&str]| {
        let variables = [
            ("TELOXIDE_TOKEN", "1:a"),
            ("HERALD_WEBHOOK_URL", url),
            ("HERALD_WEBHOOK_SECRET", secret),
            ("HERALD_LISTEN", listen),
        ];
        check(&variables, if expected.is_empty() { Ok(()) } else { Err(expected) });
    };
    check("https://example.org/x", "a-Long_secret1", "", &[]);
    check("https://example.org/x", "", "", &["HERALD_WEBHOOK_SECRET"]);
    check("https://example.org/x", "a!secret", "", &["HERALD_WEBHOOK_SECRET"]);
    check("https://example.org/x", &too_long, "", &["HERALD_WEBHOOK_SECRET"]);
    check("http://example.org/x", "Zx9-_q", "", &["HERALD_WEBHOOK_URL"]);
    check("example.org", "Zx9-_q", "", &["HERALD_WEBHOOK_URL"]);
    check("https://example.org/x", "Zx9-_q", "0.0.0.0:80", &[]);
    check("https://example.org/x", "Zx9-_q", "localhost", &["HERALD_LISTEN"]);
    check("", "", "x", &["HERALD_LISTEN"]);
    let own = [("HERALD_WEBHOOK_URL", "http://herald:8080/x"), ("HERALD_WEBHOOK_SECRET", "Zx9-_q")];
    let own_server = [("TELOXIDE_TOKEN", "1:a"), ("TELOXIDE_API_URL", "http://bot-api:8081"), own[0], own[1]];
    self::check(&own_server, Ok(()));
}

#[test]
fn limits_and_ages_are_numbers() {
    let read = |variables: &[(&str, &str)]| {
        let all = [&[("TELOXIDE_TOKEN", "1:a")], variables].concat();
        let settings = Settings::read(|name| all.iter().find(|it| it.0 == name).map(|it| Ok(it.1.to_owned())));
        settings.map(|it| (it.user_limit, it.keep_days)).map_err(|it| it.0.len())
    };
    assert_eq!(read(&[]), Ok((Some(30), Some(90))));
    assert_eq!(read(&[("HERALD_USER_LIMIT", "0"), ("HERALD_KEEP_QUESTIONS", "off")]), Ok((None, None)));
    assert_eq!(read(&[("HERALD_USER_LIMIT", "5"), ("HERALD_KEEP_DAYS", "7")]), Ok((Some(5), Some(7))));
    let wrong = [("HERALD_USER_LIMIT", "-1"), ("HERALD_KEEP_DAYS", "0"), ("HERALD_KEEP_QUESTIONS", "maybe")];
    assert_eq!(read(&wrong), Err(3));
    assert_eq!(read(&[("HERALD_METRICS_LISTEN", "9100")]), Err(1));
    assert_eq!(read(&[("HERALD_METRICS_LISTEN", "[::1]:9100")]), Ok((Some(30), Some(90))));
}

#[test]
fn a_value_that_is_no_text_is_named_once() {
    let problems = Settings::read(|name| (name == "TELOXIDE_TOKEN").then_some(Err(()))).err();
    assert_eq!(problems, Some(Problems(vec!["TELOXIDE_TOKEN is not valid UTF-8; set it anew".to_owned()])));
}

#[test]
fn the_example_names_every_variable() {
    let asked = std::cell::RefCell::new(Vec::new());
    let _ = Settings::read(|name| {
        asked.borrow_mut().push(name.to_owned());
        None
    });
    for name in asked.into_inner() {
        let line = format!("{name}=");
        let named = |it: &str| it.trim_start_matches('#').starts_with(&line);
        assert!(include_str!("../../.env.example").lines().any(named), "{name}");
    }
}

#[test]
fn a_database_is_shown_without_its_password() {
    let check = |url, expected| assert_eq!(shown(url), expected);
    check("sqlite://herald.db", "sqlite://herald.db");
    check("sqlite:///var/lib/herald.db?mode=rwc", "sqlite:///var/lib/herald.db");
    check("postgres://user:p@ss@host:5432/herald", "postgres://host:5432/herald");
    check("postgres://host/herald?password=secret", "postgres://host/herald");
}
