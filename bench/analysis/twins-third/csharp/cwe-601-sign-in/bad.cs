using System.Security.Claims;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

public class SignInModel
{
    public string Email { get; set; } = "";
    public string Password { get; set; } = "";
    public string? ReturnUrl { get; set; }
}

public class Member
{
    public int Id { get; set; }
    public string Email { get; set; } = "";
    public string PasswordHash { get; set; } = "";
}

public interface IMembers
{
    Task<Member?> ByEmail(string email);
}

[AutoValidateAntiforgeryToken]
public class SignInController : Controller
{
    private readonly IMembers members;
    private readonly IPasswordHasher<Member> hasher;

    public SignInController(IMembers members, IPasswordHasher<Member> hasher)
    {
        this.members = members;
        this.hasher = hasher;
    }

    [HttpPost("/sign-in")]
    public async Task<IActionResult> Post(SignInModel model)
    {
        var member = await members.ByEmail(model.Email);
        if (member is null || !Matches(member, model.Password))
        {
            ModelState.AddModelError("", "The address or the password is wrong.");
            return View(model);
        }

        var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, member.Id.ToString()));
        await HttpContext.SignInAsync(new ClaimsPrincipal(identity));

        if (!string.IsNullOrEmpty(model.ReturnUrl))
        {
            return Redirect(model.ReturnUrl);
        }

        return RedirectToAction("Index", "Home");
    }

    private bool Matches(Member member, string password)
    {
        return hasher.VerifyHashedPassword(member, member.PasswordHash, password) != PasswordVerificationResult.Failed;
    }
}
