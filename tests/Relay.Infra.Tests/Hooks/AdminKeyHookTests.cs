using Relay.Gate;

namespace Relay.Infra.Tests.Hooks;

/// <summary>The hook after provisioning, run for real, with a stand-in for the Azure CLI only.</summary>
public sealed class AdminKeyHookTests : IDisposable
{
    private readonly FakeVault _vault = new();

    public static TheoryData<Shell> Shells => [.. Enum.GetValues<Shell>()];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task TheFirstRun_MakesAKey(Shell shell)
    {
        var run = await _vault.RunHookAsync(shell);

        Assert.Equal(0, run.ExitCode);
        Assert.True(KeyText.TryParse(_vault.Secret, out _, out var secret));
        Assert.Matches("^[0-9a-f]{64}$", secret.ToString());
        Assert.Contains("https://func-test.azurewebsites.net", run.Output, StringComparison.Ordinal);
        Assert.Contains("az keyvault secret show --vault-name kv-test --name RELAY-ADMIN-KEY --query value", run.Output, StringComparison.Ordinal);
        Assert.Empty(_vault.Sleeps);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task TheKey_IsSeenByNobody(Shell shell)
    {
        var run = await _vault.RunHookAsync(shell);

        Assert.NotNull(_vault.Secret);
        Assert.DoesNotContain(_vault.Secret, run.Output + run.Errors + string.Join('\n', _vault.Calls), StringComparison.Ordinal);
        var (path, mode) = _vault.Handed;
        Assert.False(File.Exists(path));
        Assert.Equal("-rw-------", mode);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task AKeyThatIsThere_IsLeft(Shell shell)
    {
        _vault.Put("sk-relay-mine");

        var run = await _vault.RunHookAsync(shell);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("sk-relay-mine", _vault.Secret);
        Assert.DoesNotContain(_vault.Calls, call => call.Contains("secret set", StringComparison.Ordinal));
        Assert.Contains("https://func-test.azurewebsites.net", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task ASecondRun_ChangesNothing_AndAnotherVaultGetsAnotherKey(Shell shell)
    {
        await _vault.RunHookAsync(shell);
        var first = _vault.Secret;
        await _vault.RunHookAsync(shell);

        Assert.Equal(first, _vault.Secret);

        using var other = new FakeVault();
        await other.RunHookAsync(shell);
        Assert.NotEqual(first, other.Secret);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task ARoleThatIsNotInForceYet_IsWaitedFor(Shell shell)
    {
        _vault.Refuse("list", 3);
        _vault.Refuse("set", 2);

        var run = await _vault.RunHookAsync(shell);

        Assert.Equal(0, run.ExitCode);
        Assert.NotNull(_vault.Secret);
        Assert.Equal(["10", "10", "10", "10", "10"], _vault.Sleeps);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task ARoleThatNeverComes_IsAnErrorAfterFiveMinutes(Shell shell)
    {
        _vault.Refuse("list", 1000);

        var run = await _vault.RunHookAsync(shell);

        Assert.NotEqual(0, run.ExitCode);
        Assert.InRange(_vault.Sleeps.Sum(int.Parse), 280, 300);
        Assert.Contains("(Forbidden)", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Key Vault Secrets Officer", run.Errors, StringComparison.Ordinal);
        Assert.Null(_vault.Secret);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task InAPrivateNetwork_TheStepsArePrinted_AndNothingIsTried(Shell shell)
    {
        var run = await _vault.RunHookAsync(shell, isPrivate: true);

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(_vault.Calls);
        Assert.Contains("kv-test", run.Output, StringComparison.Ordinal);
        Assert.Contains("infra/hooks/admin-key", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task WhoIsNotSignedIn_IsToldWhatToDo(Shell shell)
    {
        _vault.SignOut();

        var run = await _vault.RunHookAsync(shell);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("az login", run.Errors, StringComparison.Ordinal);
        Assert.Null(_vault.Secret);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task WithoutAVault_ItSaysWhatIsMissing(Shell shell)
    {
        var run = await _vault.RunHookAsync(shell, vault: "");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("AZURE_KEY_VAULT_NAME", run.Errors, StringComparison.Ordinal);
        Assert.Empty(_vault.Calls);
    }

    public void Dispose() => _vault.Dispose();
}
