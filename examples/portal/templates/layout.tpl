{{%AUTOESCAPE context="HTML"}}<!doctype html>
<html lang="{{LANGUAGE}}">
<head>
<meta charset="utf-8">
<title>[[>title]]{{#WITH_COURT}} - {{COURT}}{{/WITH_COURT}} - [[layout.name]]</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/css/uswds.min.css">
<link rel="stylesheet" href="/assets/css/portal.css">
</head>
<body>
<a class="usa-skipnav" href="#main">[[layout.skip]]</a>
<aside class="portal-example" aria-label="[[layout.example_label]]">
<div class="grid-container">[[layout.example]]{{#MOVED_CLOCK}} [[layout.moved_clock]]{{/MOVED_CLOCK}}</div>
</aside>
<header class="portal-header">
<div class="grid-container portal-header__inner">
<div class="portal-header__name">
{{#WITH_COURT}}<a href="/court/{{COURT_ID}}">{{COURT}}</a>
<span class="portal-header__system">[[layout.name]]</span>{{/WITH_COURT}}
{{#WITHOUT_COURT}}<a href="/">[[layout.name]]</a>{{/WITHOUT_COURT}}
</div>
<div class="portal-header__side">
{{#OTHER_LANGUAGE}}<a class="portal-header__language" lang="{{CODE}}" hreflang="{{CODE}}" href="{{PATH}}?language={{CODE}}{{#KEPT}}&amp;{{NAME}}={{VALUE}}{{/KEPT}}">{{NAME}}</a>{{/OTHER_LANGUAGE}}
{{#SIGNED_ON}}<span class="portal-header__who">[[layout.signed_on]]</span>
<form method="post" action="/sign-off"><input type="hidden" name="form" value="{{SIGN_OFF}}">
<button class="usa-button usa-button--outline portal-header__button" type="submit">[[layout.sign_off]]</button></form>{{/SIGNED_ON}}
{{#STAFF}}<span class="portal-header__who">[[layout.staff]]</span>
<form method="post" action="/sign-off"><input type="hidden" name="form" value="{{SIGN_OFF}}">
<button class="usa-button usa-button--outline portal-header__button" type="submit">[[layout.sign_off]]</button></form>{{/STAFF}}
</div>
</div>
{{#MENU_BAR}}<nav class="portal-menu" aria-label="[[layout.menus]]"><ul class="grid-container">
<li class="portal-menu__mark">CM/ECF</li>
{{#MENU}}<li>{{#LINKED}}<a href="{{PATH}}">{{NAME}}</a>{{/LINKED}}{{#PLAIN}}<span>{{NAME}}</span>{{/PLAIN}}</li>
{{/MENU}}</ul></nav>{{/MENU_BAR}}
{{#STAFF_BAR}}<nav class="portal-menu" aria-label="[[layout.staff_menus]]"><ul class="grid-container">
<li class="portal-menu__mark">[[layout.staff_mark]]</li>
<li><a href="/staff/{{STAFF_COURT}}">[[staff.queue]]</a></li>
<li><a href="/staff/{{STAFF_COURT}}/registrations">[[staff.registrations]]</a></li>
<li><a href="/staff/{{STAFF_COURT}}/unlink">[[staff.unlink]]</a></li>
<li><a href="/staff/{{STAFF_COURT}}/dashboard">[[staff.dashboard]]</a></li>
<li><a href="/staff/{{STAFF_COURT}}/audit">[[staff.audit]]</a></li>
</ul></nav>{{/STAFF_BAR}}
</header>
<main id="main" class="grid-container portal-main" tabindex="-1">
{{#NOTICE}}<div class="usa-alert usa-alert--success usa-alert--slim" role="status"><div class="usa-alert__body"><p class="usa-alert__text">{{TEXT}}</p></div></div>{{/NOTICE}}
{{#ERROR}}<div class="usa-alert usa-alert--error" role="alert" id="error"><div class="usa-alert__body"><h2 class="usa-alert__heading">[[layout.error]]</h2><p class="usa-alert__text">{{TEXT}}</p></div></div>{{/ERROR}}
[[>page]]
</main>
<footer class="portal-footer"><div class="grid-container">
<ul>
<li><a href="/steps{{#WITH_COURT}}?court={{COURT_ID}}{{/WITH_COURT}}">[[layout.steps]]</a></li>
{{#WITH_COURT}}<li><a href="/court/{{COURT_ID}}/forgotten">[[layout.forgotten]]</a></li>{{/WITH_COURT}}
<li><a href="/">[[layout.courts]]</a></li>
</ul>
<p>[[layout.footer]]</p>
</div></footer>
</body>
</html>
