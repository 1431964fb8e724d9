using System.Security.Cryptography;

public class PasswordResets
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private readonly Random _random = new();
    private readonly Dictionary<string, string> _tokens = new();

    public string Issue(string email)
    {
        var chars = new char[24];
        for (var i = 0; i < chars.Length; i++)
            chars[i] = Alphabet[RandomNumberGenerator.GetInt32(Alphabet.Length)];
        var token = new string(chars);
        _tokens[token] = email;
        return token;
    }

    public TimeSpan Delay() => TimeSpan.FromMilliseconds(200 + _random.Next(100));
}
