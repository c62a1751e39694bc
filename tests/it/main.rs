//! The integration tests, as one binary.

mod claims;
mod cli;
mod corrections;
mod diagnostics;
mod layering;
mod never_panics;
mod picture;
mod pipeline;
mod readme;
mod replies;

mod cluster;
mod fake;
mod process;
mod proxy;
mod replicas;
mod scene;
mod server;
mod sources;

mod fake_rules;
mod serve_answers;
mod serve_aside;
mod serve_bad_input;
mod serve_buttons;
mod serve_commands;
mod serve_crash;
mod serve_database;
mod serve_day;
mod serve_edits;
mod serve_faults;
mod serve_flood;
mod serve_groups;
mod serve_inline;
mod serve_limits;
mod serve_operation;
mod serve_outage;
mod serve_pictures;
mod serve_replicas;
mod serve_restart;
mod serve_rolling;
mod serve_scale;
mod serve_start;
mod serve_two_bots;
mod serve_webhook;
mod soak;
