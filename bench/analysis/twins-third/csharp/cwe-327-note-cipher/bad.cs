using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

public sealed class NoteCipher : IDisposable
{
    private readonly Aes aes;
    private readonly byte[] macKey;

    public NoteCipher(byte[] key, byte[] macKey)
    {
        aes = Aes.Create();
        aes.Key = key;
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.PKCS7;
        this.macKey = macKey;
    }

    public byte[] Seal(string note)
    {
        aes.GenerateIV();
        using var encryptor = aes.CreateEncryptor();
        var plain = Encoding.UTF8.GetBytes(note);
        var body = encryptor.TransformFinalBlock(plain, 0, plain.Length);

        using var sealed_ = new MemoryStream();
        sealed_.Write(aes.IV);
        sealed_.Write(body);
        sealed_.Write(HMACSHA256.HashData(macKey, sealed_.ToArray()));
        return sealed_.ToArray();
    }

    public void Dispose() => aes.Dispose();
}
