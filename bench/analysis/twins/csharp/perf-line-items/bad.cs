using Microsoft.EntityFrameworkCore;

public class Item { public int Id { get; set; } public int OrderId { get; set; } public decimal Price { get; set; } }
public class Order { public int Id { get; set; } public List<Item> Items { get; set; } = new(); }

public class Shop : DbContext
{
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<Item> Items => Set<Item>();
}

public class Totals
{
    public async Task<Dictionary<int, decimal>> All(Shop db)
    {
        var totals = new Dictionary<int, decimal>();
        var orders = await db.Orders.ToListAsync();
        foreach (var order in orders)
        {
            var items = await db.Items.Where(i => i.OrderId == order.Id).ToListAsync();
            totals[order.Id] = items.Sum(i => i.Price);
        }
        return totals;
    }
}
