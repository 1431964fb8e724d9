using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

public class Profile
{
    public int Id { get; set; }
    public string UserName { get; set; } = "";
    public string DisplayName { get; set; } = "";
    public string City { get; set; } = "";
    public bool IsAdministrator { get; set; }
    public decimal Credit { get; set; }
}

public class ProfileForm
{
    public string DisplayName { get; set; } = "";
    public string City { get; set; } = "";
}

public class Club : DbContext
{
    public Club(DbContextOptions<Club> options) : base(options)
    {
    }

    public DbSet<Profile> Profiles => Set<Profile>();
}

[Authorize]
[AutoValidateAntiforgeryToken]
public class ProfileController : Controller
{
    private readonly Club club;

    public ProfileController(Club club) => this.club = club;

    [HttpGet("/profile")]
    public async Task<IActionResult> Show()
    {
        var profile = await Own();
        return profile is null ? NotFound() : View(profile);
    }

    [HttpGet("/profile/edit")]
    public async Task<IActionResult> Edit()
    {
        var profile = await Own();
        if (profile is null)
        {
            return NotFound();
        }

        return View("Edit", new ProfileForm { DisplayName = profile.DisplayName, City = profile.City });
    }

    [HttpPost("/profile")]
    public async Task<IActionResult> Update(Profile form)
    {
        if (!ModelState.IsValid)
        {
            return View("Edit", form);
        }

        var profile = await Own();
        if (profile is null)
        {
            return NotFound();
        }

        form.Id = profile.Id;
        form.UserName = profile.UserName;
        club.Entry(profile).CurrentValues.SetValues(form);
        await club.SaveChangesAsync();
        return RedirectToAction("Show");
    }

    private Task<Profile?> Own()
    {
        var name = User.Identity!.Name;
        return club.Profiles.SingleOrDefaultAsync(p => p.UserName == name);
    }
}
