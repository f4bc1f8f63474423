"""The words that Alwaght prints: labels of its frame, datelines, notices.

English labels and the Arabic frame were seen; the other Arabic and all Persian words are the usual ones
of the language, so they can only help the parser and are never needed: it reads pages whose labels are
other words or pictures as well.
"""

from __future__ import annotations

import re
from typing import Final

_COUNT: Final = re.compile(r"\s*[(\[]\s*[\d٠-٩۰-۹]{1,6}\s*[)\]]\s*:?\s*$")


def label_key(text: str) -> str:
    """A printed label without case, colon, asterisk, count in brackets and surrounding white space."""
    if ")" in text or "]" in text:
        text = _COUNT.sub("", text)
    return text.strip(" :*.\u00a0\u2022\u00bb\u00ab|-▸▶►◂◄›‹→←<>").casefold()


def _labels(text: str) -> frozenset[str]:
    """The labels of a text, parted by ` / ` and line breaks."""
    return frozenset(label_key(label) for line in text.strip().splitlines() for label in line.split(" / "))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    """The phrases of a text, as `_labels` parts them, in order."""
    return tuple(phrase for line in text.strip().splitlines() for phrase in line.strip().split(" / "))


SITE_TITLES: Final = _labels(
    """
    Alwaght | News & Analysis Website / Alwaght / Alwaght Website / Alwaght News & Analysis Website / alwaght.net
    alwaght.com / موقع الوقت التحليلي الإخباري | Alwaght Website / موقع الوقت التحليلي الإخباري / الوقت
    """
)

GLOSSARY_LABELS: Final = _labels(
    """
    In Focus / ملفات / در کانون توجه / پرونده‌ها
    """
)

RELATED_LABELS: Final = _labels(
    """
    Related Content / Related Contents / Related News / Related Articles / Related Stories / Related Topics / Related
    See also / Read also / Also read / More on this / More on this story / You may also like / مقالات مرتبطة / مواضيع مرتبطة
    أخبار مرتبطة / شاهد أيضا / شاهد أيضاً / إقرأ أيضا / إقرأ أيضاً / اقرأ أيضا / اقرأ أيضاً / اقرأ ايضا / مواضيع ذات صلة / مقالات ذات صلة
    المواد ذات الصلة / مواد ذات صلة
    أخبار ذات صلة / محتوى ذو صلة / ذات صلة / المحتوى ذو الصلة / المزيد / مطالب مرتبط / اخبار مرتبط / محتوای مرتبط / مرتبط
    همچنین بخوانید / بیشتر بخوانید / Read more / More stories / Further reading / Related links / Related posts / Recommended
    المزيد من الأخبار / للمزيد / مطالب مشابه
    """
)

RELATED_CONTENT: Final = frozenset({label for label in RELATED_LABELS if "related" in label or "مرتبط" in label or "صلة" in label})
"""Those of them that name what the site names so; others may point out one article in the middle of a text."""

TAG_LABELS: Final = _labels(
    """
    Tags / Tag / Labels / Tagged / Tagged with / Tagged as
    Keywords / Key words / Topics / الوسوم / وسوم / الكلمات المفتاحية / كلمات مفتاحية / كلمات دلالية
    الكلمات الدلالية / الكلمات الرئيسية / كلمات البحث
    العلامات / علامات / تاغات / برچسب‌ها / برچسب ها / برچسبها / کلیدواژه‌ها / کلید واژه ها / کلمات کلیدی
    """
)

MORE_LABELS: Final = _labels(
    """
    Read more / More / Continue reading / Details / Full story / المزيد / اقرأ المزيد / تفاصيل / ادامه / ادامه مطلب / بیشتر
    """
)
"""What the links say that open the whole of what was printed in part."""

COMMENT_LABELS: Final = _labels(
    """
    Comments / Comment / Leave a comment / Your comment / Readers' comments / Reader Comments / Post a comment / التعليقات
    تعليقات / التعليق / أضف تعليق / أضف تعليقا / اضف تعليقك / تعليقات القراء / نظرات / دیدگاه‌ها / نظر شما / دیدگاه
    نظرات کاربران / Add comment / Add a comment / ارسال نظر
    """
)

FORM_LABELS: Final = _labels(
    """
    Name / Email / E-mail / Text / Send / الاسم / الإسم / البريد الإلكتروني / البريد الالكتروني / النص / إرسال / ارسال / نام / ایمیل / متن
    """
)

GALLERY_LABELS: Final = _labels(
    """
    Gallery / Photo / Film / Photos / Films / Video / معرض / معرض الصور / صور / فيديو / گالری / عکس / فیلم
    """
)

_GALLERY_ROW: Final = re.compile(rf"(?:(?:{'|'.join(sorted(GALLERY_LABELS, reverse=True))})(?:[\s/|·:]+|$)){{1,5}}")


def names_gallery(text: str) -> bool:
    """Whether a text is the names of the gallery and its parts in one line, as tabs that only a style sheet parts."""
    return _GALLERY_ROW.fullmatch(text.casefold()) is not None


FRAME_LABELS: Final = _labels(
    """
    Most Viewed Day Week Month
    Editor's Choice / Editor’s Choice / Most Viewed / Day Week Month / Latest News / Most Read / Most Commented / إخترنا لكم
    Latest / Recent Posts / Recent News / Most Popular / Trending / Trending Now
    برگزیده سردبیر / برگزیده‌ها / پیشنهاد سردبیر / گزیده سردبیر / گزیده‌ها / اختيارات المحرر / اختيار المحرر / مختارات / مختارات المحرر
    اخترنا لكم / الأكثر قراءة / اليوم الأسبوع الشهر / انتخاب سردبیر / پربازدیدترین / روز هفته ماه / آخر الأخبار / اخر الاخبار
    أحدث الأخبار / الأكثر مشاهدة / الأكثر تعليقا / الأكثر تداولا / آخرین اخبار / تازه‌ترین اخبار / جدیدترین اخبار / پربیننده‌ترین / پربحث‌ترین
    پربازدیدترین‌ها / پربازدیدترین ها / پربازدیدها / پربیننده‌ترین‌ها / پربیننده ترین ها / پربحث‌ترین‌ها / تازه‌ها / Most Viewed News / Popular
    خارطة آخر التطورات الميدانية في سوريا والعراق على
    خريطة آخر التطورات الميدانية في سوريا والعراق على / نقشه آخرین تحولات میدانی سوریه و عراق در
    خريطة آخر التطورات الميدانية في سوريا والعراق على alwaght.net / نقشه آخرین تحولات میدانی سوریه و عراق در alwaght.net
    Map of Latest Battlefield Developments in Syria and Iraq on
    Map of Latest Battlefield Developments in Syria and Iraq on alwaght.net
    """
)

_FRAME_NAME: Final = re.compile(
    r"(?:most (?:read|viewed|popular|commented|discussed|shared)|popular (?:this|now|on|in)"
    r"|latest (?:from|in|by|news|stories|articles|posts)|more (?:from|in|by) |(?:past|older|previous) (?:articles|stories|news)"
    r"|الأكثر (?:قراءة|مشاهدة|تعليقا|تداولا|شعبية|زيارة)|الأحدث (?:من|في)|أحدث (?:الأخبار|المقالات)|(?:مقالات|أخبار|مواضيع) سابقة"
    r"|پر(?:بازدید|بیننده|بحث)|(?:تازه|جدید)\u200c?ترین|آخرین (?:اخبار|مطالب|خبرها))"
)


def names_frame(label: str) -> bool:
    """Whether a label names a box of the frame, or begins as such names do: `Most read this week`."""
    return label in FRAME_LABELS or (label not in RELATED_LABELS and _FRAME_NAME.match(label) is not None)


TOOL_LABELS: Final = _labels(
    """
    Print / Share / Share this / Share: / Send to a friend / Email this / Tweet / Facebook / Twitter / X / Telegram
    WhatsApp / LinkedIn / Pinterest / Copy link / Short link / Font size / A+ / A- / A / + / Advertisement / Advertisements
    Ad / Sponsored / PDF / Save / Listen / Download / Back / Top / Back to top / Home / Next / Previous / Print version
    Printable version / RSS / Instagram / YouTube / Google+ / طباعة / مشاركة / شارك / إرسال إلى صديق / حجم الخط / فيسبوك
    تويتر / تلغرام / واتساب / إعلان / الرئيسية / نسخة للطباعة / چاپ / اشتراک گذاری / اشتراک‌گذاری / تلگرام / لینک کوتاه
    Rate this article / Listen to this article / Listen to the article / Like this
    Like / Rate this / Bookmark / استمع إلى المقال / أعجبني / غرد / پسندیدم / پخش صوت
    شنیدن این مطلب / شنیدن خبر / گوش کنید / بشنوید / استمع / استمع إلى الخبر / استمع للمقال / استماع
    آگهی / إعلانات / اعلان / کپی لینک / تبلیغات / خانه / نسخه چاپی
    """
)

TOOL_WORDS: Final = _words(
    """
    share shares tweet retweet pin print printable printer email e-mail whatsapp facebook twitter telegram linkedin pinterest messenger
    instagram viber reddit tumblr google+ google bookmark permalink url rss pdf loading player
    تحميل بارگذاری listen download advertisement advertisements ad ads
    sponsored size font average
    مشاركة شارك غرد طباعة اطبع فيسبوك تويتر تلغرام تيليغرام واتساب انستغرام إعلان إعلانات اعلان نسخ چاپ اشتراک‌گذاری
    اشتراک تلگرام توییتر فیسبوک فیس‌بوک واتساپ واتس‌اپ اینستاگرام تبلیغات آگهی کپی
    """
)
"""Words of which a line of tools or of advertisements has at least one."""

WORDS_AT_TOOLS: Final = _words(
    """
    on to via with in this the a of it article story page post news link short copy send friend click opens new window tab follow us more
    buttons version friendly printer-friendly add save like view text small large increase decrease by for your x f t min minutes read
    continue continues below after reading skip content links audio me now and or على عبر المقال الخبر هذا الصفحة الرابط رابط مختصر إلى صديق
    view views visit visits reads reading time مشاهدة مشاهدات قراءة القراءة وقت مدة دقيقة دقائق بازدید زمان مطالعه دقیقه
    نسخة حفظ متابعة تابعنا حجم الخط أرسل إرسال در به با این مطلب خبر لینک کوتاه دوستان صفحه اندازه متن ارسال ذخیره نسخه قابل گذاری و
    """
)
"""What such a line may say beside them."""

UNITS: Final = _words(
    """
    votes vote views view visits hits reads read shares likes comments comment min mins minutes rating ratings stars of out ago years year
    months days hours مشاهدة قراءة تعليق دقيقة دقائق بازدید نظر دقیقه رأی
    """
)
"""What numbers above a text count."""

CATEGORIES: Final = _labels(
    """
    Analysis / News / Report / Reports / Interview / Interviews / Opinion / Editorial / Exclusive / Commentary / تحليل
    تحليلات / تحلیل / خبر / أخبار / اخبار / الأخبار / تقرير / تقارير / گزارش / حوار / مقابلة / مقابلات / مقال / مقالات / رأي
    مصاحبه / یادداشت / گفتگو / گفت‌وگو / گفت و گو / سرمقاله / Feature / Features / In Depth / حوارات / افتتاحية
    Reportage / Special Report / Briefing / Backgrounder / Explainer / Profile / Profiles / Column / Review / Op-Ed / Viewpoint / Dispatch
    ريبورتاج / تقرير خاص / تحقيق / تحقيقات / دراسات / قراءات / وجهة نظر / بورتريه / مدونات / گزارش ویژه / گزارش خبری / گزارش تحلیلی
    مقاله / تحلیل خبری / یادداشت روز / نگاه / روایت
    """
)

DATE_LABELS: Final = _labels(
    """
    Date / Published / Published on / Publish date / Publication date / Posted / Posted on / التاريخ / تاريخ / تاريخ النشر / نشر في
    تاریخ / تاریخ انتشار / زمان انتشار / منتشر شده در
    """
)

AD_LABELS: Final = _labels(
    """
    Advertisement / Advertisements / Advert / Adv / Ad / Ads / Sponsored / Sponsored content / Promoted / إعلان / إعلانات / اعلان / اعلانات
    Paid content / Partner content / Advertising / Promotion / محتوى إعلاني / مادة إعلانية / مساحة إعلانية / محتوای تبلیغی
    محتوای تبلیغاتی / پیام بازرگانی / إعلان ممول / محتوى ممول / آگهی / آگهی‌ها / تبلیغات / تبلیغ / رپرتاژ آگهی
    """
)
"""What names the words of others who paid for them."""

CHANGE_LABELS: Final = _labels(
    """
    Updated / Updated on / Updated at / Last updated / Last updated on / Last update / Update / Modified / Modified on / Last modified
    Last modified on / Last edited / Edited / Revised / آخر تحديث / آخر تعديل / تم التحديث / تم التعديل / تاريخ التحديث / تاريخ التعديل
    آخرین به‌روزرسانی / آخرین بروزرسانی / آخرین به روز رسانی / آخرین ویرایش / آخرین تغییر / به‌روزرسانی / بروزرسانی / به روز رسانی
    به‌روز شده در / تاریخ به‌روزرسانی / تاریخ بروزرسانی
    """
)
"""What names the day on which a page was changed."""

CATEGORY_LABELS: Final = _labels(
    """
    Category / Categories / Section / Service / News Service / Filed under / Filed in / Posted in / Published in
    القسم / قسم / التصنيف / تصنيف / الباب
    دسته / دسته‌بندی / دسته بندی / بخش / سرویس / سرویس خبر / گروه / گروه خبری / حوزه
    """
)
"""What names the category in front of it."""

BOX_LABELS: Final = FRAME_LABELS | GALLERY_LABELS | SITE_TITLES
"""What names a box of the frame."""

NOT_CONTENT: Final = SITE_TITLES.union(
    FRAME_LABELS, GLOSSARY_LABELS, RELATED_LABELS, TAG_LABELS, COMMENT_LABELS, FORM_LABELS, GALLERY_LABELS, TOOL_LABELS
)
"""Everything that names a part of a page and is none of an article's words."""

NOT_TITLES: Final = NOT_CONTENT | CATEGORIES
"""What is no title for sure."""

GLOSSARY_MAP_PREFIX: Final = "map of latest battlefield developments"
GLOSSARY_MAP_SUFFIX: Final = " alwaght.net"
DATELINE: Final = re.compile(
    r"\s*(?:al[- ]?wa[gq]h?t|الوقت|الوقـت|الوقت نيوز|موقع الوقت)\s{0,3}[-–—ـ]{1,2}:?\s?|\s*[-–—]\s(?=\S)|\s*[-–—](?=[^\W\d_])",
    re.IGNORECASE,
)
"""The opening mark of a body: `Alwaght-`, `ALWAGHT-`, `Alwaght–`, glued or not, or `- ` with the name lost."""

NOT_FOUND_PHRASES: Final = _phrases(
    """
    page not found / not be found / not found / 404 / no longer available / does not exist / doesn't exist
    has been removed / no record was found / no such page / no such article
    الصفحة غير موجودة / غير موجود / لم يتم العثور / لا يمكن العثور / یافت نشد / پیدا نشد
    وجود ندارد
    """
)

BLOCK_PHRASES: Final = _phrases(
    """
    access denied / captcha / are you a human / verify you are human / checking your browser / just a moment
    attention required / you have been blocked / page blocked
    index of / cannot be displayed / attack id / your ip
    unusual traffic / too many requests / rate limit / request blocked / forbidden / ddos protection
    enable javascript and cookies / security check / robot check / under maintenance / temporarily unavailable
    service unavailable / be back soon
    """
)

PARKED_PHRASES: Final = _phrases(
    """
    domain may be for sale / domain is for sale / buy this domain / this domain is parked
    """
)
