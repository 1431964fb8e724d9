using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

public class Order { public int Id { get; set; } public string State { get; set; } = ""; }

public class ShopContext : DbContext { public DbSet<Order> Orders => Set<Order>(); }

public class OrdersController : Controller
{
    private readonly ShopContext _db;

    public OrdersController(ShopContext db) => _db = db;

    [HttpGet("/orders")]
    public async Task<IActionResult> Index([FromQuery] string state)
    {
        var orders = await _db.Orders
            .FromSqlInterpolated($"SELECT * FROM Orders WHERE State = {state}")
            .Take(100)
            .ToListAsync();
        return Json(orders);
    }
}
