#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    Basic,
    Silver,
    Gold,
}

pub fn tier(points: u32) -> Tier {
    match points {
        0..=99 => Tier::Basic,
        100..=499 => Tier::Silver,
        _ => Tier::Gold,
    }
}

pub fn discounted(cents: u64, tier: Tier) -> u64 {
    let percent = match tier {
        Tier::Basic => 0,
        Tier::Silver => 5,
        Tier::Gold => 12,
    };
    cents - cents * percent / 100
}

fn main() {
    println!("{}", discounted(1999, tier(240)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_the_tiers() {
        assert_eq!(tier(99), Tier::Basic);
        assert_eq!(tier(100), Tier::Silver);
        assert_eq!(tier(500), Tier::Gold);
    }

    #[test]
    fn gold_pays_less() {
        let price = discounted(1000, Tier::Gold);
        println!("expected 880, got {price}");
    }
}
