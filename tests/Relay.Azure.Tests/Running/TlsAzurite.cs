using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Relay.Azure.Tests.Running;

/// <summary>An Azurite that takes tokens, which it does over TLS only; with a certificate of the moment.</summary>
internal sealed class TlsAzurite : IAsyncDisposable
{
    private readonly AzuriteProcess _process;
    private readonly string _thumbprint;

    private TlsAzurite(AzuriteProcess process, string thumbprint)
    {
        _process = process;
        _thumbprint = thumbprint;
    }

    /// <summary>The address of the account's tables.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{_process.Port}/devstoreaccount1");

    public static async Task<TlsAzurite> StartAsync()
    {
        using var key = RSA.Create(2048);
        using var certificate = CertificateOf(key);
        var folder = Directory.CreateTempSubdirectory("relay-azurite-").FullName;
        try
        {
            var (certificateFile, keyFile) = (Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
            await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
            var process = await AzuriteProcess.StartAsync(0, "--oauth", "basic", "--cert", certificateFile, "--key", keyFile);
            return new(process, certificate.Thumbprint);
        }
        finally
        {
            // It has read them before it listens.
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A way to it that trusts this one certificate.</summary>
    public SocketsHttpHandler Way()
    {
        var way = new SocketsHttpHandler();
        way.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _thumbprint;
        return way;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static X509Certificate2 CertificateOf(RSA key)
    {
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
