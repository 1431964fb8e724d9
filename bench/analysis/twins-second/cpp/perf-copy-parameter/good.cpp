#include <algorithm>
#include <iostream>
#include <string>
#include <unordered_set>
#include <vector>

static std::vector<std::string> unique(const std::vector<std::string> &words)
{
    std::vector<std::string> kept;
    std::unordered_set<std::string> seen;
    for (const auto &word : words) {
        if (seen.insert(word).second)
            kept.push_back(word);
    }
    return kept;
}

int main()
{
    std::vector<std::string> words;
    for (std::string word; std::cin >> word;)
        words.push_back(word);
    std::cout << unique(words).size() << '\n';
    return 0;
}
