#include <iostream>
#include <string>
#include <vector>

class Roster {
public:
    void add(const std::string& name) { names_.push_back(name); }

    void promote(std::size_t index)
    {
        const std::string& chosen = names_[index];
        names_.clear();
        std::cout << "promoted " << chosen << '\n';
    }

private:
    std::vector<std::string> names_;
};

int main()
{
    Roster roster;
    roster.add("Ada");
    roster.add("Grace");
    roster.promote(1);
    return 0;
}
