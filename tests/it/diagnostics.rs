//! `herald check` on broken folders: what people read, problem by problem.

use herald::cli::check;

#[test]
fn the_announcement_built_in_has_no_problems() {
    let mut out = anstream::StripStream::new(Vec::new());
    let fine = check::run(None, &mut out).expect("writing to memory");
    let out = String::from_utf8(out.into_inner()).expect("UTF-8");
    assert!(fine && out.starts_with("ok: 22 stated and 5 derived facts"), "{out}");
}
