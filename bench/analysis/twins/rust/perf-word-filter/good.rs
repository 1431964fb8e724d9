pub fn unknown_words(text: &str, dictionary: &[String]) -> Vec<String> {
    let known: std::collections::HashSet<&str> = dictionary.iter().map(|word| word.as_str()).collect();
    let mut unknown = Vec::new();
    for word in text.split_whitespace() {
        if !known.contains(&word) {
            unknown.push(word.to_string());
        }
    }
    unknown
}
