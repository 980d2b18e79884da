namespace Relay.Local.Tests.Options;

public sealed class LocalOptionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("relay-options-").FullName;

    [Fact]
    public void NoArguments_MeanTheDefaults_FromTheFolder()
    {
        var options = Parse().Options;

        Assert.NotNull(options);
        Assert.Equal(["http://localhost:7071"], options.Urls);
        Assert.Equal(Path.Combine(_folder, ".relay"), options.DataFolder);
        Assert.Null(options.ConfigFile);
    }

    [Fact]
    public void ARelayJsonInTheFolder_IsTaken()
    {
        var file = Path.Combine(_folder, "relay.json");
        File.WriteAllText(file, "{}");

        Assert.Equal(file, Parse().Options?.ConfigFile);
    }

    [Theory]
    [InlineData("--urls=http://127.0.0.1:80;http://[::1]:81", "--data=a=b", "--config=mine.json")]
    [InlineData("--config", "mine.json", "--data", "a=b", "--urls", "http://127.0.0.1:80; http://[::1]:81 ;")]
    public void EveryOption_IsTaken_InBothForms_InAnyOrder(params string[] args)
    {
        File.WriteAllText(Path.Combine(_folder, "mine.json"), "{}");

        var options = Parse(args).Options;

        Assert.NotNull(options);
        Assert.Equal(["http://127.0.0.1:80", "http://[::1]:81"], options.Urls);
        Assert.Equal(Path.Combine(_folder, "a=b"), options.DataFolder);
        Assert.Equal(Path.Combine(_folder, "mine.json"), options.ConfigFile);
    }

    [Fact]
    public void FullPaths_AreKept()
    {
        var data = Path.Combine(Path.GetTempPath(), "elsewhere");

        Assert.Equal(data, Parse("--data", data).Options?.DataFolder);
    }

    [Fact]
    public void Help_IsGiven_AndNamesEveryOption()
    {
        var parsed = Parse("--urls", "http://127.0.0.1:1", "--help");

        Assert.True(parsed.IsHelp);
        Assert.Null(parsed.Options);
        Assert.Null(parsed.Error);
        Assert.All(["--urls", "--data", "--storage", "--config", "--help"], name => Assert.Contains(name, LocalOptions.Help));
    }

    [Theory]
    [InlineData("'--port' is not an option of Relay; --help lists them.", "--port", "1")]
    [InlineData("'--port=1' is not an option of Relay; --help lists them.", "--port=1")]
    [InlineData("'extra' is not an option of Relay; --help lists them.", "extra")]
    [InlineData("'--URLS' is not an option of Relay; --help lists them.", "--URLS", "http://localhost:1")]
    [InlineData("'--help=no' is not an option of Relay; --help lists them.", "--help=no")]
    [InlineData("'' is not an option of Relay; --help lists them.", "")]
    [InlineData("--data is given twice.", "--data", "a", "--data=a")]
    [InlineData("--help is given twice.", "--help", "--help")]
    [InlineData("--data needs a value.", "--data")]
    [InlineData("--data needs a value.", "--data=")]
    [InlineData("--data needs a value.", "--data", " ")]
    [InlineData("--data needs a value.", "--data", "--config", "x")]
    [InlineData("--urls needs a value.", "--urls", " ; ")]
    [InlineData("--config: there is no file 'none.json'.", "--config", "none.json")]
    [InlineData("--config: there is no file '.'.", "--config", ".")]
    [InlineData("--config: there is no file 'a\0b'.", "--config", "a\0b")]
    [InlineData("--data: 'a\0b' is not a folder.", "--data", "a\0b")]
    public void ACommandLineThatIsNotRight_IsAnError_InOneSentence(string error, params string[] args)
    {
        var parsed = Parse(args);

        Assert.Equal(error, parsed.Error);
        Assert.Null(parsed.Options);
        Assert.False(parsed.IsHelp);
    }

    [Fact]
    public void AFileWhereTheDataFolderShouldBe_IsAnError()
    {
        File.WriteAllText(Path.Combine(_folder, "taken"), "");

        Assert.Equal("--data: 'taken' is not a folder.", Parse("--data", "taken").Error);
    }

    [Fact]
    public void AFileWhereTheDefaultDataFolderShouldBe_IsAnError()
    {
        File.WriteAllText(Path.Combine(_folder, ".relay"), "");

        Assert.Equal("--data: '.relay' is not a folder.", Parse().Error);
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData("AccountName=a;AccountKey=a2V5;EndpointSuffix=core.windows.net")]
    [InlineData("https://account.table.core.windows.net")]
    public void AStorageAccount_IsTaken_InBothForms(string account)
    {
        Assert.Equal(account, Parse("--storage", account).Options?.Storage);
        Assert.Equal(account, Parse($"--storage={account}").Options?.Storage);
    }

    [Theory]
    [InlineData("http://account.table.core.windows.net")]
    [InlineData("account-secret")]
    [InlineData("AccountName=a;AccountKey=not-base64-secret")]
    [InlineData("AccountName=a")]
    [InlineData("AccountName=a;AccountKey=a2V5;TableEndpoint=secret")]
    public void AStorageAccountThatIsNone_IsAnError_AndIsNotRepeated(string account)
    {
        var error = Parse("--storage", account).Error;

        Assert.Equal(
            "--storage: this is neither the https address of an account's tables nor a connection string with a key.", error);
    }

    [Fact]
    public void AnAccountAndAFolder_AreNotTakenTogether() => Assert.Equal(
        "--storage keeps state in an account and --data in a folder: give one of them.",
        Parse("--data", "a", "--storage", "UseDevelopmentStorage=true").Error);

    [Theory]
    [InlineData("localhost:7071", "is not an address")]
    [InlineData("http://", "is not an address")]
    [InlineData("https://localhost:7071", "is not http")]
    [InlineData("ftp://localhost:7071", "is not http")]
    [InlineData("http://localhost:7071/v1", "has a path")]
    [InlineData("http://localhost:65536", "no port")]
    [InlineData("http://localhost:-1", "no port")]
    [InlineData("http://localhost:many", "must name localhost")]
    [InlineData("http://relay.example:7071", "must name localhost")]
    [InlineData("http://localhost:0", "cannot choose a free port")]
    public void AnAddressThatKestrelWouldNotTake_OrTakeForAnother_IsAnError(string url, string fault)
    {
        var error = Parse("--urls", $"http://127.0.0.1:1;{url}").Error;

        Assert.StartsWith($"--urls: '{url}' ", error, StringComparison.Ordinal);
        Assert.Contains(fault, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:7071")]
    [InlineData("http://LOCALHOST")]
    [InlineData("HTTP://localhost:7071/")]
    [InlineData("http://*:7071")]
    [InlineData("http://+:7071")]
    [InlineData("http://0.0.0.0:65535")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://[::1]:7071")]
    public void AnAddressThatKestrelTakes_IsTaken(string url) =>
        Assert.Equal([url], Parse("--urls", url).Options?.Urls);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private LocalOptionsResult Parse(params string[] args) => LocalOptions.Parse(args, _folder);
}
