//! What the system tells of itself → the machine's description under a table, and the memory of a process.

use std::fs;
use std::process::Command;
use std::thread;

/// The machine in a sentence: "2 cores of an AMD EPYC 7B13, 23.5 GiB of memory, Linux, rustc 1.95.0".
pub fn description() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let model = field(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| "an unknown model".to_owned());
    let memory = field(&read("/proc/meminfo"), "MemTotal").and_then(|size| kilobytes(&size)).unwrap_or(f64::NAN);
    format!(
        "{cores} core{} ({model}), {:.1} GiB of memory, {} {}, {}",
        if cores == 1 { "" } else { "s" },
        memory / 1024.0 / 1024.0,
        std::env::consts::OS,
        read("/proc/sys/kernel/osrelease").trim(),
        rustc()
    )
}

/// How many processes waited for a core on average, over the last minute.
pub fn load() -> f64 {
    read("/proc/loadavg").split_whitespace().next().and_then(|load| load.parse().ok()).unwrap_or(f64::NAN)
}

/// The compiler, as far as it is there: "rustc 1.95.0".
pub fn rustc() -> String {
    let told = Command::new("rustc").arg("--version").output().map(|out| out.stdout).unwrap_or_default();
    let told = String::from_utf8_lossy(&told);
    let words: Vec<&str> = told.split_whitespace().take(2).collect();
    if words.is_empty() { "an unknown rustc".to_owned() } else { words.join(" ") }
}

/// How much memory a process holds, in megabytes: by its number, or `self`.
pub fn resident_megabytes(process: &str) -> f64 {
    let resident = field(&read(&format!("/proc/{process}/status")), "VmRSS");
    resident.and_then(|size| kilobytes(&size)).unwrap_or(f64::NAN) / 1024.0
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// The first value of a name in lines of `name: value`.
fn field(lines: &str, name: &str) -> Option<String> {
    let mut fields = lines.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(left, _)| left.trim() == name).map(|(_, right)| right.trim().to_owned())
}

/// `24684836 kB` as a number.
fn kilobytes(size: &str) -> Option<f64> {
    size.strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{field, kilobytes};

    #[test]
    fn fields_are_found_by_their_whole_name() {
        let lines = "model\t\t: 1\nmodel name\t: Some CPU @ 2: 4 GHz\nVmRSS:\t  2048 kB\n";
        for (name, value) in
            [("model name", Some("Some CPU @ 2: 4 GHz")), ("VmRSS", Some("2048 kB")), ("name", None), ("VmRSS:", None)]
        {
            assert_eq!(field(lines, name).as_deref(), value, "{name}");
        }
        assert_eq!((kilobytes("2048 kB"), kilobytes("2048 MB"), kilobytes("kB")), (Some(2048.0), None, None));
    }
}
