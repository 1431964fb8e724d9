using System;
using System.Collections.Generic;

public sealed class PriceChanged : EventArgs
{
    public PriceChanged(string symbol, decimal price)
    {
        Symbol = symbol;
        Price = price;
    }

    public string Symbol { get; }

    public decimal Price { get; }
}

public static class PriceFeed
{
    public static event EventHandler<PriceChanged>? Changed;

    public static void Publish(string symbol, decimal price)
    {
        Changed?.Invoke(null, new PriceChanged(symbol, price));
    }
}

public sealed class PortfolioView : IDisposable
{
    private readonly Dictionary<string, decimal> shown = new();
    private bool disposed;

    public PortfolioView(IEnumerable<string> symbols)
    {
        foreach (var symbol in symbols)
        {
            shown[symbol] = 0m;
        }

        PriceFeed.Changed += OnChanged;
    }

    public decimal this[string symbol] => shown[symbol];

    private void OnChanged(object? sender, PriceChanged change)
    {
        if (!disposed && shown.ContainsKey(change.Symbol))
        {
            shown[change.Symbol] = change.Price;
        }
    }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        PriceFeed.Changed -= OnChanged;
        shown.Clear();
    }
}
