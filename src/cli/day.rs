//! Seconds since 1970 → a date and a time of day, in UTC: `1_586_736_000` is `2020-04-13 00:00`.

const DAY: i64 = 24 * 3600;

/// The day of a number of days since 1970: `2020-04-13`.
pub(super) fn day(days: i64) -> String {
    let (mut year, mut left) = (1970, days.max(0));
    while left >= days_of(year) {
        left -= days_of(year);
        year += 1;
    }
    let february = if days_of(year) == 366 { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", left + 1)
}

/// The minute of a number of seconds since 1970: `2020-04-13 08:05`.
pub(super) fn minute(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let of_day = seconds % DAY;
    format!("{} {:02}:{:02}", day(seconds / DAY), of_day / 3600, of_day % 3600 / 60)
}

fn days_of(year: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if leap { 366 } else { 365 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_minutes() {
        let check = |seconds, expected: &str| assert_eq!(minute(seconds), expected, "{seconds}");
        check(0, "1970-01-01 00:00");
        check(-5, "1970-01-01 00:00");
        check(86_399, "1970-01-01 23:59");
        check(951_782_400, "2000-02-29 00:00");
        check(951_868_800, "2000-03-01 00:00");
        check(1_586_736_000 + 8 * 3600 + 300, "2020-04-13 08:05");
        check(1_798_675_200 + 86_400, "2027-01-01 00:00");
        check(4_107_542_400, "2100-03-01 00:00");
    }
}
