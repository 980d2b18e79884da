using Relay.Local.Hosting;

namespace Relay.Local.Tests.Hosting;

/// <summary>What refuses to start, for the real host would refuse it, or break.</summary>
public sealed partial class FunctionCatalogTests
{
    private const string Conflicts = "The specified route conflicts with one or more built in routes.";

    [Theory]
    [InlineData(typeof(AdminRoute), Conflicts)]
    [InlineData(typeof(AdministrationRoute), Conflicts)]
    [InlineData(typeof(RuntimeRoute), Conflicts)]
    [InlineData(typeof(ReservedName), Conflicts)]
    [InlineData(typeof(LeadingSlash), "begins with '/'")]
    [InlineData(typeof(EmptyRoute), "use '{*path}' for the root")]
    [InlineData(typeof(BadTemplate), "is not a route template")]
    [InlineData(typeof(ReturnsText), "must return Task")]
    [InlineData(typeof(ReturnsNothing), "must return Task")]
    [InlineData(typeof(UnknownParameter), "its parameter 'other'")]
    [InlineData(typeof(WrongTriggerType), "must be HttpRequest")]
    [InlineData(typeof(NoTrigger), "must have one HttpTrigger or TimerTrigger")]
    [InlineData(typeof(StaticMethod), "public instance method of a public class")]
    [InlineData(typeof(PrivateMethod), "public instance method of a public class")]
    [InlineData(typeof(HiddenClass), "public instance method of a public class")]
    [InlineData(typeof(FiveFields), "is not a schedule of six fields")]
    [InlineData(typeof(Interval), "is not a schedule of six fields")]
    public void AFunctionThatTheRealHostWouldNotServe_IsRefusedByName(Type type, string fault)
    {
        var e = Assert.Throws<FunctionLoadException>(() => FunctionCatalog.Of([type]));

        Assert.Matches("^The '(Bad|RuntimeStatus)' function is in error: ", e.Message);
        Assert.Contains(fault, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoFunctionsOfOneName_AreRefused_WhateverTheirCase()
    {
        var e = Assert.Throws<FunctionLoadException>(() => FunctionCatalog.Of([typeof(Once), typeof(OnceMore)]));

        Assert.Equal("The 'ONCE' function is in error: its name must be unique within the function app.", e.Message);
    }

    [Fact]
    public void AFunctionAmongOtherMethods_IsFoundAlone()
    {
        var catalog = FunctionCatalog.Of([typeof(string), typeof(Once)]);

        Assert.Equal("once", Assert.Single(catalog.Http).Name);
        Assert.Empty(catalog.Timers);
    }
}
