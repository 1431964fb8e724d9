#include <iostream>
#include <string>
#include <utility>
#include <vector>

class Shape {
public:
    explicit Shape(std::string name) : name_(std::move(name)) {}
    virtual ~Shape() = default;

    virtual double area() const = 0;
    const std::string &name() const { return name_; }

private:
    std::string name_;
};

class Polygon final : public Shape {
public:
    Polygon(std::string name, std::vector<std::pair<double, double>> points)
        : Shape(std::move(name)), points_(std::move(points)) {}

    double area() const override {
        double twice = 0;
        for (std::size_t i = 0; i < points_.size(); ++i) {
            const auto &a = points_[i];
            const auto &b = points_[(i + 1) % points_.size()];
            twice += a.first * b.second - b.first * a.second;
        }
        return twice / 2;
    }

private:
    std::vector<std::pair<double, double>> points_;
};

int main() {
    std::vector<Shape *> shapes;
    shapes.push_back(new Polygon("square", {{0, 0}, {2, 0}, {2, 2}, {0, 2}}));
    shapes.push_back(new Polygon("triangle", {{0, 0}, {4, 0}, {0, 3}}));
    for (Shape *shape : shapes) {
        std::cout << shape->name() << ' ' << shape->area() << '\n';
        delete shape;
    }
    return 0;
}
