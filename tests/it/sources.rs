//! The project's own Rust files, for the tests that read them.

use std::fs;
use std::path::Path;

/// A file of the project.
pub struct File {
    /// Its path from the project's root, with `/`.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// Every Rust file below a folder of the project, in order.
pub fn files(folder: &str) -> Vec<File> {
    fn collect(root: &Path, folder: &Path, files: &mut Vec<File>) {
        for entry in fs::read_dir(folder).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(root, &path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inner = path.strip_prefix(root).expect("it is below the root").components();
                let names: Vec<_> = inner.map(|name| name.as_os_str().to_string_lossy().into_owned()).collect();
                files.push(File { path: names.join("/"), text: fs::read_to_string(&path).expect("a text") });
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files_found = Vec::new();
    collect(root, &root.join(folder), &mut files_found);
    files_found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!files_found.is_empty(), "{folder} has Rust files");
    files_found
}
