using System;
using System.Security.Cryptography;

public class PasswordReset
{
    public string CreateToken()
    {
        var bytes = new byte[24];
        new Random().NextBytes(bytes);
        return Convert.ToHexString(bytes);
    }
}
