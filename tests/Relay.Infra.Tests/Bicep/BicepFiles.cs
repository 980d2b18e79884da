using System.Diagnostics;
using System.Text.Json;
using Relay.Testing.Node;

namespace Relay.Infra.Tests.Bicep;

/// <summary>
/// All Bicep files of infra, read once by a grammar of the language. There is no compiler among the packages that this
/// repository can count on, so nothing here knows what Azure would make of them.
/// </summary>
public sealed class BicepFiles : IAsyncLifetime
{
    private Task<IReadOnlyList<BicepFile>>? _reading;

    /// <summary>All files.</summary>
    public Task<IReadOnlyList<BicepFile>> AllAsync() => _reading!;

    /// <summary>One file by its path below infra.</summary>
    public async Task<BicepFile> FileAsync(string name) => (await AllAsync()).Single(file => file.Name == name);

    /// <summary>One resource by its type without the API version.</summary>
    public async Task<BicepDeclaration> ResourceAsync(string type) => (await AllAsync())
        .SelectMany(file => file.Of("resource"))
        .Single(resource => !resource.Existing && resource.Type!.StartsWith(type + "@", StringComparison.Ordinal));

    /// <summary>Reads them, outside any test's time. Where that fails, each test that asks for one fails and says why.</summary>
    public async ValueTask InitializeAsync() => await Task.WhenAny(_reading = ReadAsync());

    public ValueTask DisposeAsync() => default;

    private static async Task<IReadOnlyList<BicepFile>> ReadAsync()
    {
        var folder = await NodePackages.InstallAsync("grammars");
        var files = Directory.GetFiles(Repository.At("infra"), "*.bicep", SearchOption.AllDirectories);
        using var node = NodePackages.Start(new ProcessStartInfo("node", ["read.mjs", .. files])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return node.ExitCode == 0
            ? JsonSerializer.Deserialize<IReadOnlyList<BicepFile>>(output, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"The Bicep files could not be read: {await errors}");
    }
}
