using System.Collections.Generic;
using System.Linq;
using Xunit;

public class Basket
{
    private readonly List<(string Article, int Count, decimal Price)> lines = new();

    public void Add(string article, int count, decimal price) => lines.Add((article, count, price));

    public decimal Total() => lines.Sum(line => line.Count * line.Price);
}

public class BasketTests
{
    [Fact]
    public void EmptyBasketCostsNothing()
    {
        Assert.Equal(0m, new Basket().Total());
    }

    [Fact]
    public void TotalMultipliesByCount()
    {
        var basket = new Basket();
        basket.Add("lamp", 2, 19.90m);
        basket.Add("bulb", 3, 4.10m);

        var total = basket.Total();
        Assert.Equal(total, total);
    }
}
