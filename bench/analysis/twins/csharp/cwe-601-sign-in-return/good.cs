using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

public class AccountController : Controller
{
    private readonly SignInManager<IdentityUser> _signIn;

    public AccountController(SignInManager<IdentityUser> signIn) => _signIn = signIn;

    [HttpPost]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> Login(string user, string password, string? returnUrl)
    {
        var result = await _signIn.PasswordSignInAsync(user, password, false, lockoutOnFailure: true);
        if (!result.Succeeded) return View();
        if (!Url.IsLocalUrl(returnUrl)) return RedirectToAction("Index", "Home");
        return Redirect(returnUrl);
    }
}
