#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

class Archiver {
public:
    explicit Archiver(std::string folder) : folder_(std::move(folder)) {}

    int run() const
    {
        const std::string command = "tar czf /var/backups/site.tgz " + folder_;
        return std::system(command.c_str());
    }

private:
    std::string folder_;
};

int main()
{
    const std::map<std::string, std::string> folders{{"www", "/srv/www"}, {"mail", "/srv/mail"}};
    std::string name;
    std::getline(std::cin, name);
    const auto found = folders.find(name);
    return Archiver(found == folders.end() ? "/srv/www" : found->second).run();
}
